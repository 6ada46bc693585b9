import type { KnownTag } from "../versions/group-aliases.ts";
import type { Reason } from "./reason.ts";

/** Tags of a source that are not selected, for one reason. */
export interface LeftOut {
  readonly why: string;
  readonly count: number;
  /** A few of them, the first in the order of the list. */
  readonly examples: readonly string[];
}

const EXAMPLES = 5;
/** What an entry with very many exclusions may have to say. */
const MOST_REASONS = 20;
const OTHER = "other reasons";

/** How many tags are left for each reason, the most first. */
export function countLeftOut(reasons: ReadonlyMap<KnownTag, Reason>): readonly LeftOut[] {
  const counts = new Map<string, { count: number; readonly examples: string[] }>();
  for (const [{ name }, { why }] of reasons) {
    const group = counts.get(why) ?? { count: 0, examples: [] };
    counts.set(why, group);
    group.count += 1;
    if (group.examples.length < EXAMPLES) group.examples.push(name);
  }
  const all = [...counts].map(([why, group]) => ({ why, ...group })).sort((a, b) => b.count - a.count);
  const others = all.slice(MOST_REASONS - 1);
  if (others.length < 2) return all;
  const count = others.reduce((sum, group) => sum + group.count, 0);
  const examples = others.slice(0, EXAMPLES).flatMap((group) => group.examples.slice(0, 1));
  return [...all.slice(0, MOST_REASONS - 1), { why: OTHER, count, examples }];
}
