import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Content } from "./content/compose.ts";
import { measureCommand } from "./measure/measure-command.ts";
import { openRelayProcess } from "./network/open-relay-process.ts";
import type { Registry, RegistryKind } from "./registry/registry.ts";
import type { Sample } from "./report/tool-result.ts";
import type { Session } from "./session.ts";
import type { Endpoint, Job, Way } from "./tool.ts";
import type { Variant } from "./workload.ts";

const ROUND_TRIP = 50;
const TIMEOUT_SECONDS = 900;

/** What a lab consists of. */
interface Equipment {
  readonly session: Session;
  readonly source: Registry;
  readonly destination: Registry;
  readonly content: Content;
  readonly startsEmpty: boolean;
  readonly variables: Readonly<Record<string, string>>;
}

/** Two registries set up for one variant, and a way to measure runs between them. */
export class Lab implements AsyncDisposable {
  readonly job: Job;
  /** Aborted when the session is, and when a process of the lab ends by itself. */
  readonly signal: AbortSignal;
  readonly #equipment: Equipment;
  readonly #resources: AsyncDisposableStack;

  private constructor(job: Job, signal: AbortSignal, equipment: Equipment, resources: AsyncDisposableStack) {
    this.job = job;
    this.signal = signal;
    this.#equipment = equipment;
    this.#resources = resources;
  }

  /** Starts the registries, fills what has to be full, and puts relays before them where the network has a delay. */
  static async open(
    { workload, network }: Variant,
    session: Session,
    kind: RegistryKind = session.registries,
  ): Promise<Lab> {
    await using resources = new AsyncDisposableStack();
    const { signal } = session;
    const signals = [signal];
    const certificate = network === "rtt-tls" ? await session.certificate() : undefined;
    const keep = <T extends AsyncDisposable & { readonly lost: AbortSignal }>(process: T): T => {
      signals.push(process.lost);
      return resources.use(process);
    };
    const start = async (name: string) =>
      keep(await kind.start({ directory: await session.subdirectory(name), certificate, signal }));
    const reach = async (registry: Registry): Promise<Endpoint> => {
      const way =
        network === "local" ? registry : keep(await openRelayProcess(registry.port, ROUND_TRIP, signal));
      return { host: `127.0.0.1:${way.port}`, secure: certificate !== undefined };
    };

    const startsEmpty = workload.destination === "empty";
    const source = await start("source");
    const destination = await start(startsEmpty ? "destination" : `destination-${workload.name}`);
    const content = session.contentOf(workload);
    const repository = `bench/${workload.name}`;
    await source.fill(repository, content);
    if (!startsEmpty) await destination.fill(repository, content);
    const job: Job = {
      source: await reach(source),
      destination: await reach(destination),
      repository,
      tags: workload.tags.map(({ name }) => name),
      directory: await session.subdirectory("job"),
    };
    const file = certificate?.certificateFile;
    const variables = {
      HOME: job.directory,
      DOCKER_CONFIG: job.directory,
      ...(file !== undefined && { SSL_CERT_FILE: file, NODE_EXTRA_CA_CERTS: file }),
    };
    const equipment = { session, source, destination, content, startsEmpty, variables };
    return new Lab(job, AbortSignal.any(signals), equipment, resources.move());
  }

  /** Bytes of the distinct blobs of the workload. */
  get bytes(): number {
    return this.#equipment.content.bytes;
  }

  /**
   * Runs a tool once on a destination in its first state. Throws when the run fails or leaves a tag at the
   * destination that is not what the source has.
   */
  async run({ command, files = {}, variables = {} }: Way): Promise<Sample> {
    const { session, destination, content, startsEmpty } = this.#equipment;
    await (startsEmpty ? destination.empty() : destination.refresh());
    const { directory, repository } = this.job;
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    const environment = Object.entries({ ...this.#equipment.variables, ...variables });
    const settings = environment.map(([name, value]) => `${name}=${value}`);
    await this.#takeRequests();
    const measured = await measureCommand(["env", ...settings, ...command], {
      directory,
      gnuTime: session.gnuTime,
      timeoutSeconds: TIMEOUT_SECONDS,
      signal: this.signal,
    });
    const [first, ...others] = await destination.client.differences(repository, content);
    if (first !== undefined) throw new Error(`wrong result: ${first} (and ${others.length} more)`);
    return { ...measured, requests: await this.#takeRequests() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }

  async #takeRequests(): Promise<Sample["requests"]> {
    const { source, destination } = this.#equipment;
    return { source: await source.takeRequests(), destination: await destination.takeRequests() };
  }
}
