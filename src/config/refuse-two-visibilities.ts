import { destinationPath, type Entry } from "./config.ts";
import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";

/**
 * Adds a problem for every entry that wants a package seen otherwise than an earlier one does: it has one visibility for all its
 * tags. An entry that could not be read is undefined.
 */
export function refuseTwoVisibilities(entries: readonly (Entry | undefined)[], problems: ProblemList): void {
  const wishes = new Map<string, Entry>();
  for (const [index, entry] of entries.entries()) {
    if (!entry?.visibility) continue;
    const { registry } = entry.to ?? {};
    const name = `${registry === undefined ? "" : `${registry}/`}${destinationPath(entry)}`;
    const earlier = wishes.get(name);
    if (!earlier) wishes.set(name, entry);
    else if (earlier.visibility !== entry.visibility)
      problems.addAt(entry.position, `mirrors[${index}]`, describe(name, earlier, entry), HINT);
  }
}

const HINT = "keep one of the two: it holds for all tags";

function describe(name: string, earlier: Entry, later: Entry): string {
  const lines = `lines ${earlier.position.line} and ${later.position.line}`;
  return `${lines} want ${quote(name)} ${earlier.visibility} and ${later.visibility}`;
}
