import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Content, compose } from "./content/compose.ts";
import { type Certificate, makeCertificate } from "./network/certificate.ts";
import { dockerRegistry } from "./registry/docker-registry.ts";
import type { RegistryKind } from "./registry/registry.ts";
import { sandboxRegistry } from "./registry/sandbox-registry.ts";
import type { Workload } from "./workload.ts";

/** What all variants of one benchmark share: a directory under the system's temporary one, removed at the end. */
export class Session implements AsyncDisposable {
  readonly signal: AbortSignal;
  /** Real ones where they can be run. */
  readonly registries: RegistryKind = runs("docker-registry", ["--version"])
    ? dockerRegistry
    : sandboxRegistry;
  /** Whether GNU time can be run, which tells CPU time and memory. */
  readonly gnuTime: boolean = runs("time", ["-q", "-f", "%U", "true"]);
  readonly #directory: string;
  readonly #contents = new Map<string, Content>();
  #certificate: Promise<Certificate> | undefined;

  private constructor(directory: string, signal: AbortSignal) {
    this.#directory = directory;
    this.signal = signal;
  }

  static async open(signal: AbortSignal): Promise<Session> {
    return new Session(await mkdtemp(join(tmpdir(), "ghcr-mirror-bench-")), signal);
  }

  /** A directory of this session, made when it is missing. */
  async subdirectory(name: string): Promise<string> {
    const directory = join(this.#directory, name);
    await mkdir(directory, { recursive: true });
    return directory;
  }

  /** The content of `workload`, composed once. */
  contentOf({ name, tags }: Workload): Content {
    const content = this.#contents.get(name) ?? compose(tags);
    this.#contents.set(name, content);
    return content;
  }

  /** The certificate of all registries that speak TLS, made at the first call. */
  async certificate(): Promise<Certificate> {
    this.#certificate ??= this.subdirectory("tls").then((directory) =>
      makeCertificate(directory, this.signal),
    );
    return this.#certificate;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
