import { syncImages } from "../reconcile/mirror.ts";
import type { Removal, RunEvent } from "../reconcile/report.ts";
import { AppRegistries, type AppRegistriesOptions } from "./app-registries.ts";
import { hideAddresses } from "./hide-addresses.ts";
import type { Published, Publisher, PublishOrder, Removable } from "./publisher.ts";
import { runPorts, type SharedParts } from "./run-ports.ts";
import { stillRemovable } from "./still-removable.ts";
import { toldByApp } from "./told-by-app.ts";

/** What {@link AppPublisher} stands on. */
export interface AppPublisherOptions extends AppRegistriesOptions, SharedParts {}

/** Streams the images itself, with a token of the installation. What is to be deleted it keeps: GHCR lets no App delete anything. */
export class AppPublisher implements Publisher {
  readonly #options: AppPublisherOptions;
  readonly #registries: AppRegistries;

  constructor(options: AppPublisherOptions) {
    this.#options = options;
    this.#registries = new AppRegistries(options);
  }

  async publish(order: PublishOrder): Promise<Published> {
    const { registry, endpoints, concurrency, clock } = this.#options;
    const { config, repository, only, stopping, unwanted } = order;
    const onEvent = (event: RunEvent) => order.onEvent(eventToldByApp(event, endpoints));
    await using registries = this.#registries.open(order, onEvent);
    const report = await syncImages({
      config,
      owner: repository.owner,
      registry,
      registries,
      only,
      concurrency,
      ...runPorts(this.#options, order, registries),
      stopping,
      signal: AbortSignal.any([order.signal, unwanted]),
      onEvent,
      now: () => clock.now(),
    });
    if (unwanted.aborted) return { kind: "unwanted" };
    const images = report.images.map((image) => toldByApp(image, endpoints));
    const removals = stillRemovable(report, order.removable).map(kept);
    return {
      kind: "carried-out",
      report: { ...report, images, ...(removals.length > 0 && { removals }) },
      carrier: { kind: "app" },
      seen: [],
      notices: [],
    };
  }
}

function kept({ destination, digest }: Removable): Removal {
  const why = "only a workflow can delete packages: PUBLISHER=auto";
  return { destination, digest, result: "kept", why };
}

function eventToldByApp(event: RunEvent, endpoints: ReadonlyMap<string, URL>): RunEvent {
  if (event.type === "finished") return { ...event, image: toldByApp(event.image, endpoints) };
  return event.type === "waiting" ? { ...event, why: hideAddresses(event.why, endpoints) } : event;
}
