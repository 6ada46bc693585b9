import { destinationPath, type Entry } from "./config.ts";

/** A key for the source and the destination of an entry: the same for entries that copy from one repository to one other. */
export function placeOf(entry: Pick<Entry, "source" | "to">): string {
  const { registry, repository } = entry.source;
  return JSON.stringify([registry, repository, entry.to?.registry, destinationPath(entry)]);
}
