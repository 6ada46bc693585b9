import { readFile as readFileFromDisk } from "node:fs/promises";
import { join } from "node:path";
import { abortable } from "../abortable.ts";
import { once } from "../once.ts";
import type { Credential, Keychain } from "./credential.ts";
import { askHelper, type RunHelper, runHelper } from "./credential-helper.ts";
import { type DockerConfig, entriesFor, parseDockerConfig, readCredential } from "./docker-config-file.ts";
import { KeychainError } from "./keychain-error.ts";

/** What {@link dockerConfigKeychain} stands on. */
export interface DockerConfigOptions {
  /** The file, or the directory that holds it as `config.json`. */
  readonly path: string;
  readonly run?: RunHelper;
  readonly readFile?: (path: string) => Promise<string>;
}

/**
 * Who somebody is to registries according to a Docker config: the helper that `credHelpers` names for the registry, else
 * the one in `credsStore`, else the entry of `auths` that matches most of `host[:port]/repository`. A helper decides
 * alone, as in docker/cli. No file means anonymous.
 *
 * Made for one run: the file is read once and a helper asked once per registry, however many wait; only failures are
 * tried again.
 */
export function dockerConfigKeychain({
  path,
  run = runHelper,
  readFile = readText,
}: DockerConfigOptions): Keychain {
  const loadConfig = once(() => load(path, readFile));
  const asking = new Map<string, () => Promise<Credential | undefined>>();

  async function find(registry: string, repository: string): Promise<Credential | undefined> {
    const config = await loadConfig();
    const helper = helperFor(config, registry, repository);
    if (helper === undefined) return findInAuths(config, registry, repository);
    const key = `${helper} ${registry}`;
    const ask = asking.get(key) ?? once(() => askHelper(helper, serverOf(registry), run));
    asking.set(key, ask);
    return await ask();
  }

  return {
    async resolve(registry, repository, signal) {
      signal?.throwIfAborted();
      return await abortable(find(registry, repository), signal);
    },
  };
}

function helperFor(config: DockerConfig, registry: string, repository: string): string | undefined {
  for (const { place, value } of entriesFor(config.credHelpers, registry, repository)) {
    if (typeof value !== "string") throw new KeychainError("CONFIG_MALFORMED", `${place} is not a string`);
    if (value !== "") return value;
  }
  return config.credsStore;
}

function findInAuths(config: DockerConfig, registry: string, repository: string): Credential | undefined {
  for (const entry of entriesFor(config.auths, registry, repository)) {
    const credential = readCredential(entry);
    if (credential) return credential;
  }
  return undefined;
}

/** `docker login` files Docker Hub under this address, and all others under their host. */
function serverOf(registry: string): string {
  return registry === "docker.io" ? "https://index.docker.io/v1/" : registry;
}

async function load(path: string, readFile: (path: string) => Promise<string>): Promise<DockerConfig> {
  for (const file of [path, join(path, "config.json")]) {
    try {
      return parseDockerConfig(await readFile(file), file);
    } catch (error) {
      if (error instanceof KeychainError) throw error;
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "ENOENT" || code === "ENOTDIR") break;
      // Kubernetes mounts an optional secret that is not there as an empty directory.
      if (code === "EISDIR") continue;
      throw new KeychainError("CONFIG_UNREADABLE", `${file} cannot be read (${code ?? error})`, {
        cause: error,
      });
    }
  }
  return parseDockerConfig("", path);
}

function readText(path: string): Promise<string> {
  return readFileFromDisk(path, "utf8");
}
