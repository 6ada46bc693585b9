import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Content } from "./content/compose.ts";
import { measureCommand } from "./measure/measure-command.ts";
import type { Certificate } from "./network/certificate.ts";
import { RegistryServer } from "./registry/registry-server.ts";
import type { Sample } from "./report/tool-result.ts";
import type { Session } from "./session.ts";
import type { Endpoint, Job, Way } from "./tool.ts";
import type { Variant } from "./workload.ts";

const ROUND_TRIP = 50;
const TIMEOUT_SECONDS = 900;
const RELAY = fileURLToPath(new URL("./network/relay-process.ts", import.meta.url));

/** Two registries set up for one variant, the source filled, and a way to measure runs between them. */
export class Lab implements AsyncDisposable {
  readonly job: Job;
  readonly #variant: Variant;
  readonly #session: Session;
  readonly #content: Content;
  readonly #source: RegistryServer;
  readonly #destination: RegistryServer;
  readonly #variables: Readonly<Record<string, string>>;
  readonly #resources: AsyncDisposableStack;

  private constructor(
    variant: Variant,
    session: Session,
    job: Job,
    servers: { readonly source: RegistryServer; readonly destination: RegistryServer },
    certificate: Certificate | undefined,
    resources: AsyncDisposableStack,
  ) {
    this.job = job;
    this.#variant = variant;
    this.#session = session;
    this.#content = session.contentOf(variant.workload);
    this.#source = servers.source;
    this.#destination = servers.destination;
    this.#resources = resources;
    const file = certificate?.certificateFile;
    this.#variables = {
      HOME: job.directory,
      DOCKER_CONFIG: job.directory,
      ...(file !== undefined && { SSL_CERT_FILE: file, NODE_EXTRA_CA_CERTS: file }),
    };
  }

  /** Starts the registries, fills what has to be full, and puts relays before them where the network has a delay. */
  static async open(variant: Variant, session: Session): Promise<Lab> {
    await using resources = new AsyncDisposableStack();
    const { workload, network } = variant;
    const { signal, program } = session;
    const certificate = network === "rtt-tls" ? await session.certificate() : undefined;
    const start = async (name: string) =>
      resources.use(
        await RegistryServer.start(program, await session.subdirectory(name), { certificate, signal }),
      );
    const reach = async ({ port }: RegistryServer): Promise<Endpoint> => {
      const opened = network === "local" ? port : await openRelayProcess(port, resources);
      return { host: `127.0.0.1:${opened}`, secure: certificate !== undefined };
    };
    const source = await start("source");
    const destination = await start(
      workload.destination === "empty" ? "destination" : `full-${workload.name}`,
    );
    const repository = `bench/${workload.name}`;
    if (session.claim(`source ${workload.name}`)) {
      await source.client.push(repository, session.contentOf(workload));
    }
    const job: Job = {
      source: await reach(source),
      destination: await reach(destination),
      repository,
      tags: workload.tags.map(({ name }) => name),
      directory: await session.subdirectory("job"),
    };
    return new Lab(variant, session, job, { source, destination }, certificate, resources.move());
  }

  /** Bytes of the distinct blobs of the workload. */
  get bytes(): number {
    return this.#content.bytes;
  }

  /**
   * Runs a tool once on a destination in its first state. Throws when the run fails or leaves a tag at the
   * destination that is not what the source has.
   */
  async run({ command, files = {}, variables = {} }: Way): Promise<Sample> {
    await this.#reset();
    const { directory, repository } = this.job;
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    const environment = Object.entries({ ...this.#variables, ...variables });
    const settings = environment.map(([name, value]) => `${name}=${value}`);
    await this.#takeRequests();
    const measured = await measureCommand(["env", ...settings, ...command], {
      directory,
      gnuTime: this.#session.gnuTime,
      timeoutSeconds: TIMEOUT_SECONDS,
      signal: this.#session.signal,
    });
    const [first, ...others] = await this.#destination.client.differences(repository, this.#content);
    if (first !== undefined) throw new Error(`wrong result: ${first} (and ${others.length} more)`);
    return { ...measured, requests: await this.#takeRequests() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }

  async #reset(): Promise<void> {
    const { workload } = this.#variant;
    if (workload.destination === "empty") return this.#destination.wipe();
    await this.#destination.restart();
    if (this.#session.claim(`destination ${workload.name}`)) {
      await this.#destination.client.push(this.job.repository, this.#content);
    }
  }

  async #takeRequests(): Promise<Sample["requests"]> {
    return { source: await this.#source.takeRequests(), destination: await this.#destination.takeRequests() };
  }
}

async function openRelayProcess(port: number, resources: AsyncDisposableStack): Promise<number> {
  const relay = fork(RELAY, [String(port), String(ROUND_TRIP)]);
  resources.defer(async () => {
    if (relay.exitCode !== null || !relay.kill("SIGKILL")) return;
    await once(relay, "exit");
  });
  const [opened] = await once(relay, "message");
  return Number(opened);
}
