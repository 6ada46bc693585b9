import { isIPv6 } from "node:net";
import { type Digest, isDigest } from "./digest.ts";

/**
 * Names content in a registry. `registry` is a host with an optional port, `repository` a path; a reference with
 * neither tag nor digest names the repository.
 */
export interface Reference {
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

export type ReferenceErrorCode =
  | "EMPTY"
  | "SCHEME"
  | "WHITESPACE"
  | "DIGEST_ONLY"
  | "REGISTRY"
  | "REPOSITORY"
  | "UPPER_CASE"
  | "TOO_LONG"
  | "TAG"
  | "DIGEST";

/** A text that is no reference. `position` is the 0-based index of the character where `input` goes wrong. */
// biome-ignore lint/suspicious/noShadowRestrictedNames: what this module is about; the built-in is never meant here
export class ReferenceError extends Error {
  override readonly name = "ReferenceError";
  readonly code: ReferenceErrorCode;
  readonly input: string;
  readonly position: number;

  constructor(code: ReferenceErrorCode, input: string, position: number, reason: string) {
    const shown = input.length > SHOWN ? `${input.slice(0, SHOWN)}…` : input;
    super(`${JSON.stringify(shown)} is not an image reference: ${reason}`);
    this.code = code;
    this.input = input;
    this.position = position;
  }
}

/**
 * Reads a reference the way Docker does: no registry means Docker Hub, a one-part name there is in `library/`, and the
 * registry gets its {@link canonicalRegistry} name. No tag is added. Throws `ReferenceError`.
 *
 * The grammar is that of distribution/reference (`normalize.go`, `regexp.go`); beyond it, IPv6 addresses and ports
 * must exist, because a URL is made of them, and a digest without a name is refused.
 */
export function parseReference(text: string): Reference {
  refuseOtherForms(text);
  const slash = text.indexOf("/");
  const named = isRegistryPart(text.slice(0, Math.max(slash, 0)));
  const start = named ? slash + 1 : 0;
  const at = indexOrEnd(text, "@", start);
  const colon = Math.min(indexOrEnd(text, ":", start), at);

  const registry = named ? readRegistry(text, slash) : DOCKER_HUB;
  const repository = readRepository(text, registry, start, colon);
  return {
    registry,
    repository,
    ...(colon < at && { tag: readTag(text, colon + 1, at) }),
    ...(at < text.length && { digest: readDigest(text, at + 1) }),
  };
}

/**
 * The one name of a registry: in lower case, as hosts are, and `docker.io` for all names of Docker Hub. What is a registry
 * by its upper case alone (`FOO/bar`) keeps it, or it would read as a namespace.
 */
export function canonicalRegistry(name: string): string {
  const lower = name.toLowerCase();
  if (!isRegistryPart(lower)) return name;
  return DOCKER_HUB_NAMES.has(lower) ? DOCKER_HUB : lower;
}

/** The full canonical form: `docker.io/library/redis:7`, `ghcr.io/acme/redis:7@sha256:…`. Parses to an equal reference. */
export function formatReference({ registry, repository, tag, digest }: Reference): string {
  return `${registry}/${repository}${tag ? `:${tag}` : ""}${digest ? `@${digest}` : ""}`;
}

/** Whether `text` is a tag: 1 to 128 of `[A-Za-z0-9_.-]`, not beginning with `.` or `-`. OCI distribution-spec, "Pulling manifests". */
export function isTag(text: string): boolean {
  return breaksAt(text, TAG) === undefined;
}

/** Whether `text` is a repository as a registry names it, without registry, tag or digest. OCI distribution-spec, "Pulling manifests". */
export function isRepository(text: string): boolean {
  return breaksAt(text, REPOSITORY) === undefined && text.length <= MAX_REPOSITORY;
}

const DOCKER_HUB = "docker.io";
const DOCKER_HUB_NAMES: ReadonlySet<string> = new Set([
  DOCKER_HUB,
  "index.docker.io",
  "registry-1.docker.io",
]);
const OFFICIAL = "library/";
const MAX_REPOSITORY = 255;
/** How much of a wrong input a message repeats. */
const SHOWN = 100;

/** `prefix` matches as far as a text may still become valid, `whole` tells whether it may end there. */
interface Grammar {
  readonly prefix: RegExp;
  readonly whole: RegExp;
}

const REGISTRY: Grammar = {
  prefix: /^(?:\[[0-9a-f:]*(?:\](?::\d*)?)?|(?:[a-z0-9]+(?:\.|-+))*[a-z0-9]*(?:(?<=[a-z0-9]):\d*)?)/i,
  whole: /^[^[]*[a-z0-9]$|\](?::\d+)?$/i,
};
const REPOSITORY: Grammar = { prefix: /^(?:[a-z0-9]+(?:__|[._/]|-+))*[a-z0-9]*/, whole: /[a-z0-9]$/ };
const TAG: Grammar = { prefix: /^(?:\w[\w.-]{0,127})?/, whole: /./ };

/** The index at which `text` leaves the grammar; its length when something is missing at the end. */
function breaksAt(text: string, { prefix, whole }: Grammar): number | undefined {
  const length = prefix.exec(text)?.[0].length ?? 0;
  return length === text.length && whole.test(text) ? undefined : length;
}

function refuseOtherForms(text: string): void {
  if (text === "") throw new ReferenceError("EMPTY", text, 0, "it is empty");
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme) throw new ReferenceError("SCHEME", text, 0, `remove ${scheme}`);
  const space = text.search(/\s/);
  if (space >= 0) throw new ReferenceError("WHITESPACE", text, space, "it contains whitespace");
  if (/^[0-9a-f]{64}$/.test(text) || isDigest(text)) {
    throw new ReferenceError(
      "DIGEST_ONLY",
      text,
      0,
      "a digest alone names no repository; write name@sha256:…",
    );
  }
}

/** Docker's rule to tell `registry/name` from `namespace/name`. */
function isRegistryPart(part: string): boolean {
  return part === "localhost" || /[.:A-Z]/.test(part);
}

function readRegistry(text: string, end: number): string {
  const registry = text.slice(0, end);
  const broken = breaksAt(registry, REGISTRY);
  if (broken !== undefined) {
    throw new ReferenceError("REGISTRY", text, broken, `${blame(text, broken)} in the registry's host name`);
  }
  const address = /^\[(.*)\]/.exec(registry)?.[1];
  if (address !== undefined && !isIPv6(address)) {
    throw new ReferenceError("REGISTRY", text, 1, `${address} is not an IPv6 address`);
  }
  const port = /:(\d+)$/.exec(registry)?.[1];
  if (Number(port) > 65_535) {
    throw new ReferenceError("REGISTRY", text, registry.lastIndexOf(":") + 1, `there is no port ${port}`);
  }
  return canonicalRegistry(registry);
}

function readRepository(text: string, registry: string, start: number, end: number): string {
  const path = text.slice(start, end);
  const broken = breaksAt(path, REPOSITORY);
  if (broken !== undefined) {
    const position = start + broken;
    if (/[A-Z]/.test(path[broken] ?? "")) {
      throw new ReferenceError("UPPER_CASE", text, position, "a repository is written in lower case");
    }
    throw new ReferenceError("REPOSITORY", text, position, `${blame(text, position)} in the repository`);
  }
  const implied = registry === DOCKER_HUB && !path.includes("/") ? OFFICIAL : "";
  const room = MAX_REPOSITORY - implied.length;
  if (path.length > room) {
    throw new ReferenceError(
      "TOO_LONG",
      text,
      start + room,
      `a repository has at most ${MAX_REPOSITORY} characters`,
    );
  }
  return implied + path;
}

function readTag(text: string, start: number, end: number): string {
  const tag = text.slice(start, end);
  const broken = breaksAt(tag, TAG);
  if (broken === undefined) return tag;
  const reason =
    broken === 128 ? "a tag has at most 128 characters" : `${blame(text, start + broken)} in the tag`;
  throw new ReferenceError("TAG", text, start + broken, reason);
}

function readDigest(text: string, start: number): Digest {
  const digest = text.slice(start);
  if (isDigest(digest)) return digest;
  const valid = /^sha(?:256|384|512):[0-9a-f]*/.exec(digest)?.[0].length ?? 0;
  const reason = "a digest is sha256:, sha384: or sha512: and 64, 96 or 128 lower-case hex characters";
  throw new ReferenceError("DIGEST", text, start + valid, reason);
}

function blame(text: string, position: number): string {
  const character = text[position];
  return character === undefined
    ? "something is missing at the end"
    : `${JSON.stringify(character)} is out of place`;
}

function indexOrEnd(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index < 0 ? text.length : index;
}
