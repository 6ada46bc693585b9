import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Certificate } from "../network/certificate.ts";
import { findFreePort } from "../network/free-port.ts";
import { countAccessLog } from "./access-log.ts";
import { RegistryClient } from "./registry-client.ts";
import type { RegistryProgram } from "./registry-program.ts";
import type { RequestCounts } from "./request-kind.ts";

const START_ATTEMPTS = 250;
const BETWEEN_ATTEMPTS = 20;

/** A registry in a process of its own, on one port of 127.0.0.1 for its whole life. */
export class RegistryServer implements AsyncDisposable {
  readonly port: number;
  readonly client: RegistryClient;
  readonly #program: RegistryProgram;
  readonly #directory: string;
  readonly #certificate: Certificate | undefined;
  readonly #signal: AbortSignal;
  #process: ChildProcess | undefined;
  #counted = 0;

  private constructor(
    program: RegistryProgram,
    directory: string,
    port: number,
    certificate: Certificate | undefined,
    signal: AbortSignal,
  ) {
    this.port = port;
    const origin = `${certificate === undefined ? "http" : "https"}://127.0.0.1:${port}`;
    this.client = new RegistryClient(origin, { signal, ...(certificate && { ca: certificate.ca }) });
    this.#program = program;
    this.#directory = directory;
    this.#certificate = certificate;
    this.#signal = signal;
  }

  /** Starts `program` on what `directory` holds from earlier; it speaks TLS when there is a certificate. */
  static async start(
    program: RegistryProgram,
    directory: string,
    { certificate, signal }: { readonly certificate?: Certificate | undefined; readonly signal: AbortSignal },
  ): Promise<RegistryServer> {
    await mkdir(directory, { recursive: true });
    const server = new RegistryServer(program, directory, await findFreePort(), certificate, signal);
    try {
      await server.#start();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Starts the process anew on the same content. */
  async restart(): Promise<void> {
    await this.#stop();
    await this.#start();
  }

  /** Starts the process anew with nothing stored. */
  async wipe(): Promise<void> {
    await this.#stop();
    await rm(this.#storage, { recursive: true, force: true });
    await this.#start();
  }

  /** What others asked for since this was last called, or since the start. */
  async takeRequests(): Promise<RequestCounts> {
    const log = await readFile(this.#accessLog);
    const counts = countAccessLog(log.toString("latin1", this.#counted));
    this.#counted = log.length;
    return counts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client[Symbol.asyncDispose]();
    await this.#stop();
  }

  get #storage(): string {
    return join(this.#directory, "storage");
  }

  get #accessLog(): string {
    return join(this.#directory, "access.log");
  }

  get #errorLog(): string {
    return join(this.#directory, "error.log");
  }

  async #start(): Promise<void> {
    await mkdir(this.#storage, { recursive: true });
    const { port } = this;
    const certificate = this.#certificate;
    const settings = { port, storage: this.#storage, ...(certificate && { certificate }) };
    const configFile = join(this.#directory, "config.json");
    await writeFile(configFile, JSON.stringify(this.#program.config(settings)));
    await using accessLog = await open(this.#accessLog, "w");
    await using errorLog = await open(this.#errorLog, "w");
    this.#counted = 0;
    const [command = "", ...args] = [...this.#program.command, configFile];
    // Detached, so that Ctrl-C reaches it only through us.
    this.#process = spawn(command, args, { detached: true, stdio: ["ignore", accessLog.fd, errorLog.fd] });
    this.#process.on("error", () => {});
    for (let attempt = 0; attempt < START_ATTEMPTS && isRunning(this.#process); attempt++) {
      if (await this.client.ping()) return;
      await sleep(BETWEEN_ATTEMPTS, undefined, { signal: this.#signal });
    }
    const words = (await readFile(this.#errorLog, "utf8")).slice(-2000);
    throw new Error(`The registry (${command}) did not start on port ${port}. ${words}`);
  }

  async #stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || !isRunning(child)) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL"); // A graceful end waits for idle connections; nothing of ours is being written.
    await ended;
  }
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}
