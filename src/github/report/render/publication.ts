import type { Carrier } from "../../../publish/carrier.ts";
import type { ImageReport } from "../../../reconcile/report.ts";
import { count } from "../../../text/count.ts";
import { link, prose } from "./markdown.ts";

/** What carried the bytes, in Markdown: `published by acme/mirrors · ghcr-mirror workflow · run 17`. */
export function publishedBy(carrier: Carrier): string {
  if (carrier.kind === "app") return "published by the App";
  const { repository, number, url } = carrier;
  const run = link(`run ${number}`, url);
  return `published by ${prose(`${repository.owner}/${repository.name}`)} · ghcr-mirror workflow · ${run}`;
}

/**
 * How much of what a job reported we have seen ourselves. Empty where there is nothing to see, or nobody looked. Who looks without a
 * credential sees public packages only.
 */
export function seenLine(images: readonly ImageReport[], seen: ReadonlySet<string> | undefined): string {
  const there = images.filter(isThere);
  if (!seen || there.length === 0) return "";
  const own = there.filter(({ destination }) => seen.has(destination)).length;
  const line = "Seen at the destination by ghcr-mirror itself";
  if (own === there.length) return `${line}: ${count(own, "image")}.`;
  return `${line}: ${own} of ${count(there.length, "image")}. What it cannot see, as in private packages, is as the job reported.`;
}

function isThere({ action, result, isBelieved }: ImageReport): boolean {
  // What was seen not long ago was looked at by nobody now.
  if (isBelieved) return false;
  return result === "done" || (action === "up-to-date" && result !== "failed");
}
