import type { PullLimit } from "../../../oci/registry/pull-limit.ts";
import { formatDuration } from "../../../text/format-duration.ts";
import { prose } from "./markdown.ts";

/** What a registry had left of the pulls that it grants: `20 of 100 in 6 h were left at docker.io`. Markdown. */
export function pullsLeft({ registry, limit, remaining, window }: PullLimit): string {
  return `${remaining} of ${limit} in ${formatDuration(window * 1000)} were left at ${prose(registry)}`;
}
