import { countKinds, type RequestCounts } from "./request-kind.ts";

/** The `User-Agent` of the benchmark's own requests, which are not counted. */
export const OWN_AGENT = "ghcr-mirror-bench";

const LINE = /^\S+ \S+ \S+ \[[^\]]*\] "(?<method>[A-Z]+) (?<target>\S+) HTTP\/[\d.]+" .* "(?<agent>[^"]*)"$/;

/** Counts the requests in an access log of Apache's combined format, but for the benchmark's own. */
export function countAccessLog(text: string): RequestCounts {
  const requests = text.split("\n").flatMap((line) => {
    const { method, target, agent } = LINE.exec(line)?.groups ?? {};
    return method === undefined || target === undefined || agent === OWN_AGENT ? [] : [{ method, target }];
  });
  return countKinds(requests);
}
