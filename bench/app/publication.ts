import type { RecordedRequest } from "../../sandbox/github/recorded-request.ts";

/** How images came to GHCR after a push, in milliseconds since it was acknowledged. */
export interface Publication {
  readonly firstByte: number;
  /** When the check run was told to be completed. */
  readonly completed: number;
  /** Of the bot to GitHub. */
  readonly requests: number;
}

/** Those that the App has made since then, as itself or as an installation; not those of workflows' jobs. */
export function botRequests(requests: readonly RecordedRequest[], since: Date): number {
  return requests.filter(
    ({ actor, at }) => at >= since && (actor?.kind === "app" || actor?.kind === "installation"),
  ).length;
}
