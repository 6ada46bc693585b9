import { syncImages } from "../reconcile/mirror.ts";
import type { RunEvent } from "../reconcile/report.ts";
import { AppRegistries, type AppRegistriesOptions } from "./app-registries.ts";
import { hideAddresses } from "./hide-addresses.ts";
import type { Published, Publisher, PublishOrder } from "./publisher.ts";
import { toldByApp } from "./told-by-app.ts";

/** What {@link AppPublisher} stands on. */
export type AppPublisherOptions = AppRegistriesOptions;

/** Streams the images itself, with a token of the installation. */
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
      stopping,
      signal: AbortSignal.any([order.signal, unwanted]),
      onEvent,
      now: () => clock.now(),
    });
    if (unwanted.aborted) return { kind: "unwanted" };
    const images = report.images.map((image) => toldByApp(image, endpoints));
    return {
      kind: "carried-out",
      report: { ...report, images },
      carrier: { kind: "app" },
      seen: [],
      notices: [],
    };
  }
}

function eventToldByApp(event: RunEvent, endpoints: ReadonlyMap<string, URL>): RunEvent {
  if (event.type === "finished") return { ...event, image: toldByApp(event.image, endpoints) };
  return event.type === "waiting" ? { ...event, why: hideAddresses(event.why, endpoints) } : event;
}
