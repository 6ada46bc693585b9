import { destinationPath, type Entry, type TagRule } from "./config.ts";
import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";

/**
 * Adds a problem for every pair of entries that would write the same image, as far as the file alone tells. Searches, and
 * full destinations that turn out to be below the owner, are for the plan to check. An entry that could not be read
 * is undefined.
 */
export function refuseCollisions(entries: readonly (Entry | undefined)[], problems: ProblemList): void {
  const writers = new Map<string, Entry>();
  for (const [index, entry] of entries.entries()) {
    if (!entry) continue;
    const images = new Set(imagesOf(entry));
    for (const [writer, shared] of Map.groupBy(images, (image) => writers.get(image))) {
      if (writer) problems.addAt(entry.position, `mirrors[${index}]`, describe(writer, entry, shared), HINT);
      else for (const image of shared) writers.set(image, entry);
    }
  }
}

const HINT = "give one of the two another `to`, or remove one";

function describe(earlier: Entry, later: Entry, [first = "", ...others]: readonly string[]): string {
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  return `lines ${earlier.position.line} and ${later.position.line} both write ${quote(first)}${more}`;
}

function imagesOf(entry: Entry): readonly string[] {
  const registry = entry.to?.registry === undefined ? "" : `${entry.to.registry}/`;
  const repository = `${registry}${destinationPath(entry)}`;
  return entry.selection.flatMap((rule) => {
    const suffix = suffixOf(rule);
    return suffix === undefined ? [] : [`${repository}${suffix}`];
  });
}

function suffixOf(rule: TagRule): string | undefined {
  if (rule.kind === "exact") return `:${rule.tag}`;
  if (rule.kind !== "pinned") return;
  return rule.tag === undefined ? `@${rule.digest}` : `:${rule.tag}`;
}
