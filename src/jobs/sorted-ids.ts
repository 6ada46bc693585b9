import { randomUUID } from "node:crypto";

/**
 * Random UUIDs in ascending order. pg-boss takes jobs of one key that were added in one transaction in the order of their ids, so that
 * what comes together is done in its order.
 */
export function sortedIds(count: number): readonly string[] {
  return Array.from({ length: count }, () => randomUUID()).sort();
}
