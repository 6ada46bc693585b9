import { LIMITS } from "../limits.ts";
import type { ProblemList } from "../problem-list.ts";
import { itemsOf, positionAt, textOf, type Value } from "../value.ts";
import { faultOfDestination } from "./fault-of-destination.ts";
import { faultOfPattern } from "./fault-of-pattern.ts";
import { faultOfSource } from "./fault-of-source.ts";
import type { Rule } from "./policy.ts";

/** Reads a list of patterns, on sources in full or on destinations below the organization. A wrong one adds a problem, and is left out. */
export function readPatterns(
  list: Value | undefined,
  what: "source" | "destination",
  problems: ProblemList,
): readonly Rule[] {
  return itemsOf(list)
    .slice(0, LIMITS.patterns)
    .flatMap((item) => {
      const pattern = textOf(item);
      if (pattern === undefined) return [];
      const fault =
        faultOfPattern(pattern) ?? (what === "source" ? faultOfSource(pattern) : faultOfDestination(pattern));
      if (!fault) return [{ pattern, position: item.node.position }];
      problems.addAt(positionAt(item, fault.position), item.path, fault.message, fault.hint);
      return [];
    });
}
