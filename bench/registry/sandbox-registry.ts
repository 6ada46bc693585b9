import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Content } from "../content/compose.ts";
import { OwnedProcess } from "../owned-process.ts";
import type { Registry, RegistryKind, RegistryOptions } from "./registry.ts";
import { RegistryClient } from "./registry-client.ts";
import type { RequestCounts } from "./request-kind.ts";
import type { SandboxAnswer, SandboxOrder } from "./sandbox-process.ts";

const PROGRAM = fileURLToPath(new URL("./sandbox-process.ts", import.meta.url));

/**
 * The sandbox's registry. It makes its blobs up as they are read and throws uploads away once they are hashed, so
 * it can hold layers of any size. It speaks HTTP/1.1 only.
 */
export const sandboxRegistry: RegistryKind = {
  name: "the sandbox's, which speak no HTTP/2 (docker-registry is not on PATH)",
  async start(options) {
    const child = fork(PROGRAM);
    const loss = new AbortController();
    const process = new OwnedProcess(child, "the sandbox's registry", (error) => loss.abort(error));
    try {
      const { certificate } = options;
      const tls = certificate && {
        key: await readFile(certificate.keyFile, "utf8"),
        cert: certificate.ca,
      };
      const signal = AbortSignal.any([options.signal, loss.signal]);
      const give = (what: SandboxOrder) => order(child, what, signal);
      const { port } = await give({ type: "open", ...(tls && { tls }) });
      return new SandboxRegistry(port, process, loss.signal, give, options);
    } catch (error) {
      await process[Symbol.asyncDispose]();
      throw error;
    }
  },
};

class SandboxRegistry implements Registry {
  readonly port: number;
  readonly client: RegistryClient;
  readonly lost: AbortSignal;
  readonly #process: OwnedProcess;
  readonly #order: (what: SandboxOrder) => Promise<SandboxAnswer>;

  constructor(
    port: number,
    process: OwnedProcess,
    lost: AbortSignal,
    order: (what: SandboxOrder) => Promise<SandboxAnswer>,
    options: RegistryOptions,
  ) {
    this.port = port;
    this.client = new RegistryClient(port, options);
    this.lost = lost;
    this.#process = process;
    this.#order = order;
  }

  async fill(repository: string, { madeFrom }: Content): Promise<void> {
    await this.#order({ type: "fill", repository, tags: madeFrom });
  }

  async empty(): Promise<void> {
    await this.#order({ type: "empty" });
  }

  async refresh(): Promise<void> {
    await this.takeRequests();
  }

  async takeRequests(): Promise<RequestCounts> {
    return (await this.#order({ type: "take requests" })).requests;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client[Symbol.asyncDispose]();
    await this.#process[Symbol.asyncDispose]();
  }
}

/** Sends an order and awaits its answer; there is one at a time. */
async function order(child: ChildProcess, what: SandboxOrder, signal: AbortSignal): Promise<SandboxAnswer> {
  const answered = once(child, "message", { signal });
  child.send(what);
  const [answer] = (await answered) as [SandboxAnswer];
  return answer;
}
