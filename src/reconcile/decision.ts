import type { Order } from "../copy/order.ts";
import type { TagFacts } from "../oci/tag-facts.ts";
import type { Desired } from "../plan/desired.ts";
import type { Observed } from "../plan/observed.ts";
import type { PlannedImage } from "../plan/plan.ts";
import { planImage } from "../plan/plan-image.ts";
import type { Repositories } from "./repositories.ts";

/** What is to be done about an image; with an order where that means work. */
export interface Decision {
  readonly planned: PlannedImage;
  readonly observed: Observed;
  /** What its source's list of tags said of it. */
  readonly facts: TagFacts | undefined;
  readonly order: Order | undefined;
}

/** Decides about an image that was observed. */
export function decide(
  desired: Desired,
  observed: Observed,
  facts: TagFacts | undefined,
  repositories: Repositories,
): Decision {
  const planned = planImage(desired, observed);
  return { planned, observed, facts, order: orderFor(planned, observed, repositories) };
}

function orderFor(
  { desired, action, problem, backup, previousDigest }: PlannedImage,
  { source }: Observed,
  repositories: Repositories,
): Order | undefined {
  if (problem || (action !== "copy" && action !== "update") || !("digest" in source)) return undefined;
  return {
    source: repositories.source(desired.source),
    digest: source.digest,
    destination: repositories.destination(desired.destination),
    tag: desired.destination.tag,
    platforms: desired.platforms,
    ...(backup?.tag && previousDigest && { backup: { tag: backup.tag, digest: previousDigest } }),
  };
}
