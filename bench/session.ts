import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Content, compose } from "./content/compose.ts";
import { type Certificate, makeCertificate } from "./network/certificate.ts";
import { DOCKER_REGISTRY, type RegistryProgram } from "./registry/registry-program.ts";
import type { Workload } from "./workload.ts";

/** What all variants of one benchmark share: a directory under the system's temporary one, removed at the end. */
export class Session implements AsyncDisposable {
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly program: RegistryProgram = DOCKER_REGISTRY;
  /** Whether GNU time can be run, which tells CPU time and memory. */
  readonly gnuTime: boolean = runs("time", ["-f", "%U", "true"]);
  readonly #contents = new Map<string, Content>();
  readonly #filled = new Set<string>();
  #certificate: Promise<Certificate> | undefined;

  private constructor(directory: string, signal: AbortSignal) {
    this.directory = directory;
    this.signal = signal;
  }

  static async open(signal: AbortSignal): Promise<Session> {
    return new Session(await mkdtemp(join(tmpdir(), "ghcr-mirror-bench-")), signal);
  }

  /** A directory of this session, made when it is missing. */
  async subdirectory(name: string): Promise<string> {
    const directory = join(this.directory, name);
    await mkdir(directory, { recursive: true });
    return directory;
  }

  /** The content of `workload`, composed once. */
  contentOf({ name, tags }: Workload): Content {
    const content = this.#contents.get(name) ?? compose(tags);
    this.#contents.set(name, content);
    return content;
  }

  /** Whether `key` is new; a registry that keeps its content is filled once per key. */
  claim(key: string): boolean {
    const isNew = !this.#filled.has(key);
    this.#filled.add(key);
    return isNew || !this.program.keeps;
  }

  /** The certificate of all registries that speak TLS, made at the first call. */
  async certificate(): Promise<Certificate> {
    this.#certificate ??= this.subdirectory("tls").then((directory) =>
      makeCertificate(directory, this.signal),
    );
    return this.#certificate;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
