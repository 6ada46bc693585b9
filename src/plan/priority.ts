import type { TagFacts } from "../oci/tag-facts.ts";
import type { Action } from "./plan.ts";

/** What the urgency of a copy hangs on. */
export interface Prioritized {
  readonly planned: { readonly action: Action };
  /** What a list of tags said of it. */
  readonly facts?: TagFacts | undefined;
}

/**
 * Orders copies where not all of them will get the pulls they need: what is not there yet before what is there but old, fewer manifests
 * before more, fewer bytes before more, and what nobody has counted last. A stable sort leaves the rest as the config has it.
 */
export function comparePriority(one: Prioritized, other: Prioritized): number {
  return (
    Number(one.planned.action === "update") - Number(other.planned.action === "update") ||
    compareCounts(one.facts?.manifests, other.facts?.manifests) ||
    compareCounts(one.facts?.bytes, other.facts?.bytes)
  );
}

function compareCounts(one = Number.MAX_SAFE_INTEGER, other = Number.MAX_SAFE_INTEGER): number {
  return one - other;
}
