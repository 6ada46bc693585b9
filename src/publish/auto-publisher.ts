import type { Verdicts } from "../jobs/state.ts";
import type { Clock } from "../oci/clock.ts";
import { ghcrRefusalOf } from "../reconcile/ghcr-refusal.ts";
import type { ImageReport, Removal } from "../reconcile/report.ts";
import { NO_IMAGE } from "../workflow/workflow-inputs.ts";
import type { DueOrder, DuePublisher } from "./due-order.ts";
import { packageOf } from "./package-of.ts";
import type { Acceptance } from "./probe/prober.ts";
import type { Published, Publisher, PublishOrder } from "./publisher.ts";

/** What {@link AutoPublisher} stands on. */
export interface AutoPublisherParts {
  readonly app: Publisher;
  readonly actions: DuePublisher;
  /** Whether the registry takes the App's own token for an order. */
  readonly ask: (order: PublishOrder) => Promise<Acceptance>;
  readonly verdicts: Pick<Verdicts, "put">;
  readonly clock: Clock;
}

/**
 * Has the App itself bring the images where the registry takes its token, and a workflow where it does not. What is to be deleted is always
 * for a workflow.
 */
export class AutoPublisher implements DuePublisher {
  readonly #parts: AutoPublisherParts;

  constructor(parts: AutoPublisherParts) {
    this.#parts = parts;
  }

  async publish(order: DueOrder): Promise<Published> {
    const { app, actions, ask } = this.#parts;
    if (order.only[0] === NO_IMAGE) return await actions.publish(order);
    const acceptance = await ask(order);
    if (acceptance.kind !== "accepted") return await actions.publish(order);
    const published = await app.publish(order);
    if (published.kind !== "carried-out") return published;
    const refused = published.report.images.filter(isRefused);
    if (refused.length > 0) {
      // The registry has changed its mind since it was asked. What is there by now is not moved again.
      await this.#remember(order, refused);
      return await actions.publish(order);
    }
    if (order.remove.length === 0) return published;
    const { report } = published;
    return { ...published, report: { ...report, removals: await this.#remove(order) } };
  }

  async #remove(order: DueOrder): Promise<readonly Removal[]> {
    const published = await this.#parts.actions.publish({ ...order, only: [NO_IMAGE], cleared: [] });
    if (published.kind === "carried-out") return published.report.removals ?? [];
    const why = published.kind === "obstructed" ? `no workflow could do it: ${published.obstacle.code}` : "";
    return order.remove.map(({ destination, digest }) => ({
      destination,
      digest,
      result: "failed",
      ...(why && { why }),
    }));
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
