import type { Clock } from "../oci/clock.ts";
import type { ImageReport } from "../reconcile/report.ts";
import type { ActionsPublisher } from "./actions/actions-publisher.ts";
import { mergeScouted, settledAlone } from "./actions/merge-scouted.ts";
import type { Scout } from "./actions/scout.ts";
import { narrow, sortScouted } from "./actions/sort-scouted.ts";
import { type DuePublisher, unscouted } from "./due-order.ts";
import type { Published, Publisher, PublishOrder } from "./publisher.ts";

/** Milliseconds that may go by between the scout and who carries what is due: the registry is asked whether it takes it. */
const A_MOMENT = 60_000;

/** What {@link ScoutingPublisher} stands on. */
export interface ScoutingPublisherParts {
  readonly scout: Scout;
  /** Follows workflows that carry orders already. */
  readonly workflows: Pick<ActionsPublisher, "find" | "follow">;
  /** Carries what is due. */
  readonly carrier: DuePublisher;
  readonly clock: Pick<Clock, "now">;
}

/** Looks first, and has carried only what is due: where that is nothing, no registry is asked whether it takes anything, and no workflow starts. */
export class ScoutingPublisher implements Publisher {
  readonly #parts: ScoutingPublisherParts;

  constructor(parts: ScoutingPublisherParts) {
    this.#parts = parts;
  }

  async publish(order: PublishOrder): Promise<Published> {
    const { scout, workflows, carrier, clock } = this.#parts;
    const workflowRun = await workflows.find(order);
    if (workflowRun !== undefined) return await this.#goOn(order, workflowRun);

    const begun = clock.now();
    const scouted = await scout(order);
    if (order.unwanted.aborted) return { kind: "unwanted" };
    if (!scouted) return await carrier.publish(unscouted(order));
    const sorted = sortScouted(scouted, order);
    const { due, remove } = sorted;
    if (due.length + remove.length === 0) return { kind: "carried-out", ...settledAlone(scouted, sorted) };
    order.onEvent({ type: "planned", images: due.filter(isPlanned).length });
    // What the scout has just looked at need not be looked at again.
    const lookAge = Math.max(order.lookAge, clock.now() - begun + A_MOMENT);
    const published = await carrier.publish({ ...narrow(order, sorted), lookAge });
    if (published.kind !== "carried-out") return published;
    return { ...published, ...mergeScouted(scouted, sorted, published, clock.now()) };
  }

  /**
   * Follows the workflow of an order that is taken up again. What was seen before it began is gone with the process that saw it; a look
   * when it has ended tells as much, for what it brought is up to date by then.
   */
  async #goOn(order: PublishOrder, workflowRun: number): Promise<Published> {
    const { scout, workflows, clock } = this.#parts;
    const published = await workflows.follow(order, workflowRun);
    const scouted = published.kind === "carried-out" ? await scout(order) : undefined;
    if (published.kind !== "carried-out" || !scouted || order.unwanted.aborted) return published;
    const merged = mergeScouted(scouted, sortScouted(scouted, order), published, clock.now());
    return { ...published, ...merged };
  }
}

/** Whether it is known that there is something to bring. */
function isPlanned({ action, error }: ImageReport): boolean {
  return (action === "copy" || action === "update") && !error;
}
