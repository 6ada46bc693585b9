import type { Dispatches, Verdicts } from "../jobs/state.ts";
import type { Clock } from "../oci/clock.ts";
import { ghcrRefusalOf } from "../reconcile/ghcr-refusal.ts";
import type { ImageReport } from "../reconcile/report.ts";
import { packageOf } from "./package-of.ts";
import type { Acceptance } from "./probe/prober.ts";
import type { Published, Publisher, PublishOrder } from "./publisher.ts";

/** What {@link AutoPublisher} stands on. */
export interface AutoPublisherParts {
  readonly app: Publisher;
  readonly actions: Publisher;
  /** Whether the registry takes the App's own token for an order. */
  readonly ask: (order: PublishOrder) => Promise<Acceptance>;
  readonly dispatches: Pick<Dispatches, "of">;
  readonly verdicts: Pick<Verdicts, "put">;
  readonly clock: Clock;
}

/** Has the App itself bring the images where the registry takes its token, and a workflow where it does not. */
export class AutoPublisher implements Publisher {
  readonly #parts: AutoPublisherParts;

  constructor(parts: AutoPublisherParts) {
    this.#parts = parts;
  }

  async publish(order: PublishOrder): Promise<Published> {
    const { app, actions, ask, dispatches } = this.#parts;
    // One that a workflow carries is carried to its end by it.
    if (await dispatches.of(order.run, order.repository)) return await actions.publish(order);
    const acceptance = await ask(order);
    if (acceptance.kind !== "accepted") return await actions.publish(order);
    const published = await app.publish(order);
    const refused = published.kind === "carried-out" ? published.report.images.filter(isRefused) : [];
    if (refused.length === 0) return published;
    // The registry has changed its mind since it was asked. What is there by now is not moved again.
    await this.#remember(order, refused);
    return await actions.publish(order);
  }

  async #remember({ installation }: PublishOrder, images: readonly ImageReport[]): Promise<void> {
    const { verdicts, clock } = this.#parts;
    for (const [destination, [image]] of Map.groupBy(images, (image) => packageOf(image.destination))) {
      await verdicts.put(installation, {
        destination,
        deed: codeOf(image) === "CREATE_NOT_ALLOWED" ? "create" : "write",
        isAccepted: false,
        reason: image?.error?.message ?? "",
        checkedAt: new Date(clock.now()),
      });
    }
  }
}

/** Refused to the App, whatever it was granted; a workflow may be allowed to. */
function isRefused(image: ImageReport): boolean {
  const code = image.error?.side === "destination" ? codeOf(image) : undefined;
  return code === "CREATE_NOT_ALLOWED" || code === "WRITE_NOT_ALLOWED" || code === "READ_NOT_ALLOWED";
}

function codeOf(image: ImageReport | undefined) {
  return ghcrRefusalOf(image?.error?.message ?? "")?.code;
}
