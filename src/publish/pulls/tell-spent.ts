import type { PullLimit } from "../../oci/registry/pull-limit.ts";
import { formatDuration } from "../../text/format-duration.ts";

/** Why an image waits, as far as is known: `docker.io grants 100 pulls in 6 h to this address, and 20 are left to people`. */
export function tellSpent(registry: string, limit: PullLimit | undefined, reserve: number): string {
  if (!limit) return `${registry} grants no more pulls for now`;
  const { limit: pulls, window, countedBy } = limit;
  const whose = countedBy ? ` to this ${countedBy}` : "";
  const kept = reserve < pulls ? reserve : Math.floor(pulls / 2);
  const left = kept > 0 ? `${kept} are left to people` : "none is left";
  return `${registry} grants ${pulls} pulls in ${formatDuration(window * 1000)}${whose}, and ${left}`;
}
