import { spawn } from "node:child_process";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Content } from "../content/compose.ts";
import { findFreePort } from "../network/free-port.ts";
import { OwnedProcess } from "../owned-process.ts";
import { countAccessLog } from "./access-log.ts";
import type { Registry, RegistryKind, RegistryOptions } from "./registry.ts";
import { RegistryClient } from "./registry-client.ts";
import type { RequestCounts } from "./request-kind.ts";

const START_ATTEMPTS = 250;
const BETWEEN_ATTEMPTS = 20;

/** The reference registry on PATH, `docker-registry` in Debian. Its server offers HTTP/2 under TLS. */
export const dockerRegistry: RegistryKind = {
  name: "docker-registry",
  async start(options) {
    const registry = new DockerRegistry(await findFreePort(), options);
    try {
      await registry.refresh();
      return registry;
    } catch (error) {
      await registry[Symbol.asyncDispose]();
      throw error;
    }
  },
};

class DockerRegistry implements Registry {
  readonly port: number;
  readonly client: RegistryClient;
  readonly #options: RegistryOptions;
  readonly #loss = new AbortController();
  #process: OwnedProcess | undefined;
  #counted = 0;

  constructor(port: number, options: RegistryOptions) {
    this.port = port;
    this.client = new RegistryClient(port, options);
    this.#options = options;
  }

  get lost(): AbortSignal {
    return this.#loss.signal;
  }

  async fill(repository: string, content: Content): Promise<void> {
    const missing = await this.client.differences(repository, content);
    if (missing.length > 0) await this.client.push(repository, content);
  }

  async empty(): Promise<void> {
    await this.#process?.[Symbol.asyncDispose]();
    await rm(this.#path("storage"), { recursive: true, force: true });
    await this.#start();
  }

  async refresh(): Promise<void> {
    await this.#process?.[Symbol.asyncDispose]();
    await this.#start();
  }

  async takeRequests(): Promise<RequestCounts> {
    const log = await readFile(this.#path("access.log"));
    const counts = countAccessLog(log.toString("latin1", this.#counted));
    this.#counted = log.length;
    return counts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client[Symbol.asyncDispose]();
    await this.#process?.[Symbol.asyncDispose]();
  }

  async #start(): Promise<void> {
    await mkdir(this.#path("storage"), { recursive: true });
    await writeFile(this.#path("config.json"), JSON.stringify(this.#configuration()));
    await using accessLog = await open(this.#path("access.log"), "w");
    await using errorLog = await open(this.#path("error.log"), "w");
    this.#counted = 0;
    // Detached, so that Ctrl-C reaches it only through us.
    const child = spawn("docker-registry", ["serve", this.#path("config.json")], {
      detached: true,
      stdio: ["ignore", accessLog.fd, errorLog.fd],
    });
    const running = new OwnedProcess(child, `docker-registry on port ${this.port}`, (error) =>
      this.#loss.abort(error),
    );
    this.#process = running;
    for (let attempt = 0; attempt < START_ATTEMPTS && running.isRunning; attempt++) {
      if (await this.client.ping()) return;
      await sleep(BETWEEN_ATTEMPTS, undefined, { signal: this.#options.signal });
    }
    const words = (await readFile(this.#path("error.log"), "utf8")).slice(-2000);
    throw new Error(`docker-registry did not start on port ${this.port}. ${words}`);
  }

  /** distribution.github.io, "Configuring a registry". The access log goes to stdout. */
  #configuration(): object {
    const { certificate } = this.#options;
    return {
      version: "0.1",
      log: { level: "error" },
      storage: {
        filesystem: { rootdirectory: this.#path("storage") },
        delete: { enabled: true },
        cache: { blobdescriptor: "inmemory" },
        maintenance: { uploadpurging: { enabled: false } },
      },
      http: {
        addr: `127.0.0.1:${this.port}`,
        secret: "bench",
        ...(certificate && { tls: { certificate: certificate.certificateFile, key: certificate.keyFile } }),
      },
    };
  }

  #path(name: string): string {
    return join(this.#options.directory, name);
  }
}
