import type { RecordedRequest } from "../../../sandbox/registry/recorded-request.ts";

/** How many requests of each kind: `manifest HEAD`, `upload POST`, `token`, `challenge`. */
export type RequestCounts = Readonly<Record<string, number>>;

/** Kinds that say what is wanted; of the others it matters whether something is read or written. */
const PLAIN: ReadonlySet<string> = new Set(["api", "tags", "token", "ping", "cdn", "referrers"]);

/** Counts requests by what they are about; those that are turned away for want of a token apart, for they are another's first half. */
export function countByKind(
  requests: readonly Pick<RecordedRequest, "kind" | "method" | "status">[],
): RequestCounts {
  const kinds = Map.groupBy(requests, ({ kind, method, status }) => {
    if (status === 401) return "challenge";
    return PLAIN.has(kind) ? kind : `${kind} ${method}`;
  });
  return Object.fromEntries([...kinds].map(([kind, { length }]) => [kind, length]));
}

/** `1,021: 1,000 manifest HEAD, 20 tags, 1 token`, the most first. */
export function describeCounts(counts: RequestCounts): string {
  const kinds = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  const all = kinds.reduce((sum, [, count]) => sum + count, 0);
  const words = kinds.map(([kind, count]) => `${count.toLocaleString("en")} ${kind}`).join(", ");
  return words === "" ? "none" : `${all.toLocaleString("en")}: ${words}`;
}
