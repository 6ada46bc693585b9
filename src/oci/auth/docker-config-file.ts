import type { Credential } from "./credential.ts";
import { KeychainError } from "./keychain-error.ts";

/** Something a Docker config says about a registry or a part of one. */
export interface ConfigEntry {
  /** `host[:port][/path]` without scheme and trailing slashes, the host in lower case, Docker Hub as `docker.io`. */
  readonly prefix: string;
  /** Where it stands, for messages: the file and `auths["ghcr.io"]`. */
  readonly place: string;
  readonly value: unknown;
}

/** What matters here of a Docker `config.json`, or of the `auth.json` of podman and skopeo, which has the same form. */
export interface DockerConfig {
  /** Longest prefix first. An entry is only looked into when it is needed: a broken one harms nobody else. */
  readonly auths: readonly ConfigEntry[];
  /** Names of credential helpers. Longest prefix first. */
  readonly credHelpers: readonly ConfigEntry[];
  readonly credsStore: string | undefined;
}

/** Reads the text of `file`. An empty one says nothing. Throws `CONFIG_MALFORMED`. */
export function parseDockerConfig(text: string, file: string): DockerConfig {
  const config = text.trim() === "" ? {} : parseJson(text, file);
  if (!isObject(config)) throw malformed(file, "is not a JSON object");
  return {
    auths: keyed(config, "auths", file),
    credHelpers: keyed(config, "credHelpers", file),
    credsStore: readString(config["credsStore"], `${file}: credsStore`),
  };
}

/** What of `entries` holds for a repository, the most specific first. A path matches whole parts only. */
export function entriesFor(
  entries: readonly ConfigEntry[],
  registry: string,
  repository: string,
): ConfigEntry[] {
  const name = `${toPrefix(registry)}/${repository}/`;
  return entries.filter(({ prefix }) => name.startsWith(`${prefix}/`));
}

/**
 * The credential of an entry of `auths`; `undefined` for the empty ones that Docker leaves behind. `auth` outweighs
 * `username` and `password`, and tokens outweigh both, as in docker/cli. Throws `CONFIG_MALFORMED`.
 */
export function readCredential({ place, value }: ConfigEntry): Credential | undefined {
  if (value === null) return undefined;
  if (!isObject(value)) throw malformed(place, "is not a JSON object");
  const read = (name: string) => readString(value[name], `${place}.${name}`);
  const [registryToken, identityToken] = [read("registrytoken"), read("identitytoken")];
  const [auth, username = "", password = ""] = [read("auth"), read("username"), read("password")];
  // The only one that becomes a header as it is: passwords are encoded, and identity tokens are sent in a body.
  if (registryToken && /[^\x21-\x7e]/.test(registryToken)) {
    throw malformed(`${place}.registrytoken`, "holds a character that no token has, such as a line break");
  }
  if (registryToken) return { kind: "registry-token", token: registryToken };
  if (identityToken) return { kind: "identity-token", token: identityToken };
  if (auth) return { kind: "password", ...decodeAuth(auth, `${place}.auth`) };
  return username || password ? { kind: "password", username, password } : undefined;
}

/** A value that is a text; `undefined` for none and for an empty one. */
function readString(value: unknown, place: string): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw malformed(place, "is not a string");
  return value;
}

function decodeAuth(auth: string, place: string): { username: string; password: string } {
  const text = /^[A-Za-z0-9+/]+={0,2}$/.test(auth) ? Buffer.from(auth, "base64").toString("utf8") : "";
  const colon = text.indexOf(":");
  if (colon < 0) throw malformed(place, "is not the base64 of user:password");
  // docker/cli takes away the zero bytes that old versions of Docker padded with.
  return { username: text.slice(0, colon), password: text.slice(colon + 1).replace(/\0+$/, "") };
}

function keyed(config: Record<string, unknown>, name: string, file: string): ConfigEntry[] {
  const entries = config[name] ?? {};
  if (!isObject(entries)) throw malformed(`${file}: ${name}`, "is not a JSON object");
  return Object.entries(entries)
    .map(([key, value]) => ({
      key,
      prefix: toPrefix(key),
      place: `${file}: ${name}[${JSON.stringify(key)}]`,
      value,
    }))
    .sort(
      (a, b) => b.prefix.length - a.prefix.length || Number(b.key === b.prefix) - Number(a.key === a.prefix),
    );
}

const DOCKER_HUB = /^(?:index\.docker\.io|registry-1\.docker\.io)(?=\/|$)/;

/** `https://index.docker.io/v1/` → `docker.io`. The API versions are what old versions of Docker wrote behind a host. */
function toPrefix(key: string): string {
  const [host = "", ...path] = key
    .replace(/^https?:\/\//i, "")
    .replace(/\/+$/, "")
    .split("/");
  const prefix = [host.toLowerCase(), ...path].join("/");
  return prefix.replace(DOCKER_HUB, "docker.io").replace(/^([^/]*)\/v[12]$/, "$1");
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The engine's words quote the text, secrets and all: only the position is taken over.
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(String(error)) ?? [];
    throw malformed(line ? `${file}:${line}:${column}` : file, "is not valid JSON");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(place: string, what: string): KeychainError {
  return new KeychainError("CONFIG_MALFORMED", `${place} ${what}`);
}
