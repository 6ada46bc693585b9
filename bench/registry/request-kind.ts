/** How many requests of each kind a registry answered, by `<what> <method>`, such as `manifest HEAD`. */
export type RequestCounts = Readonly<Record<string, number>>;

const KINDS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^\/v2\/?$/, "ping"],
  [/^\/v2\/.+\/manifests\/[^/]+$/, "manifest"],
  [/^\/v2\/.+\/blobs\/uploads\/[^/]*$/, "upload"],
  [/^\/v2\/.+\/blobs\/[^/]+$/, "blob"],
  [/^\/v2\/.+\/tags\/list$/, "tags"],
  [/^\/v2\/.+\/referrers\/[^/]+$/, "referrers"],
  [/^\/token$/, "token"],
];

/** The kind of a request. `target` is a path with an optional query. OCI distribution-spec, "Endpoints". */
export function requestKind(method: string, target: string): string {
  const [path = ""] = target.split("?", 1);
  const what = KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? "other";
  return `${what} ${method}`;
}

/** Counts requests by their kind. */
export function countKinds(
  requests: Iterable<{ readonly method: string; readonly target: string }>,
): RequestCounts {
  const counts: Record<string, number> = {};
  for (const { method, target } of requests) {
    const kind = requestKind(method, target);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** The sum of `counts`, of all kinds or of those that `matches`. */
export function countRequests(
  counts: RequestCounts,
  matches: (kind: string) => boolean = () => true,
): number {
  return Object.entries(counts).reduce((sum, [kind, count]) => (matches(kind) ? sum + count : sum), 0);
}
