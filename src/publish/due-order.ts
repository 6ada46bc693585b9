import type { Published, PublishOrder, Removable } from "./publisher.ts";

/** An order of which somebody has looked at the images: what is left in it is due. */
export interface DueOrder extends PublishOrder {
  /** As in `WorkflowInputs`. */
  readonly cleared: readonly string[];
  /** What is to be deleted. `removable` says no more of it. */
  readonly remove: readonly Removable[];
}

/** What carries the bytes of what is due. */
export interface DuePublisher {
  /** As `Publisher.publish`. */
  publish(order: DueOrder): Promise<Published>;
}

/** The order as it is, where nobody could look: what may wait, and what is to go, waits for a run that can. */
export function unscouted(order: PublishOrder): DueOrder {
  return { ...order, removable: [], cleared: [], remove: [] };
}
