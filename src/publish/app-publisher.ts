import type { GitHub } from "../github/github.ts";
import type { Clock } from "../oci/clock.ts";
import { AddressGuard, type Resolve } from "../oci/http/guard/address-guard.ts";
import { syncImages } from "../reconcile/mirror.ts";
import { createRegistries } from "../reconcile/registries.ts";
import type { RunEvent, RunReport } from "../reconcile/report.ts";
import { InstallationTokens } from "./installation-tokens.ts";
import type { Publisher, PublishOrder } from "./publisher.ts";
import { hideAddresses, toldByApp } from "./told-by-app.ts";

/** What {@link AppPublisher} stands on. */
export interface AppPublisherOptions {
  readonly github: Pick<GitHub, "createToken">;
  /** The registry that is written to: `ghcr.io`. */
  readonly registry: string;
  /** Where registry names really answer. What is named here may be on a private network. */
  readonly endpoints: ReadonlyMap<string, URL>;
  /** Hosts of sources that may be on a private network: `host`, or `host:port`. */
  readonly allowedHosts: readonly string[];
  /** Blobs, and requests to each registry, under way at the same time in one order. */
  readonly concurrency: number;
  readonly clock: Clock;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
}

/**
 * Streams the images itself, with an installation token that can do nothing but write packages for the repository of the
 * config. Sources are asked anonymously, and only where they are on the public internet or the operator vouches for them.
 */
export class AppPublisher implements Publisher {
  readonly #options: AppPublisherOptions;
  readonly #guard: AddressGuard;

  constructor(options: AppPublisherOptions) {
    const { registry, endpoints, allowedHosts, resolve } = options;
    this.#options = options;
    const operators = [...endpoints.values()].map(hostAndPort);
    this.#guard = new AddressGuard({
      allowed: [registry, ...operators, ...allowedHosts],
      ...(resolve && { resolve }),
    });
  }

  async publish(order: PublishOrder): Promise<RunReport> {
    const { github, registry, endpoints, concurrency, clock } = this.#options;
    const { config, installation, repository, only, stopping, signal } = order;
    const { owner } = repository;
    const request = {
      installation,
      repositories: [repository.id],
      permissions: { packages: "write" },
    } as const;
    const keychain = new InstallationTokens({ github, request, registry, owner, clock });
    const guard = this.#guard;
    const onEvent = (event: RunEvent) => order.onEvent(eventToldByApp(event, endpoints));
    await using registries = createRegistries({ endpoints, keychain, concurrency, clock, guard, onEvent });
    const report = await syncImages({
      config,
      owner,
      registry,
      registries,
      only,
      concurrency,
      stopping,
      signal,
      onEvent,
      now: () => clock.now(),
    });
    return { ...report, images: report.images.map((image) => toldByApp(image, endpoints)) };
  }
}

function eventToldByApp(event: RunEvent, endpoints: ReadonlyMap<string, URL>): RunEvent {
  if (event.type === "finished") return { ...event, image: toldByApp(event.image, endpoints) };
  return event.type === "waiting" ? { ...event, why: hideAddresses(event.why, endpoints) } : event;
}

/** The port of its own that an origin has, said or not: the operator vouches for no other one of the host. */
function hostAndPort({ protocol, hostname, port }: URL): string {
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
}
