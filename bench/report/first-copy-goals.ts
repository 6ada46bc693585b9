import { countContent } from "../content/count-content.ts";
import type { Tag } from "../workload.ts";
import { type Goal, requestGoal } from "./goal.ts";

/** Once per run, an upload that must be refused shows whether the destination verifies digests. */
const TRIAL_REQUESTS = 4;

/** What a first copy of `tags` into a new repository may ask for: everything once, and two requests to place a blob. */
export function firstCopyGoals(tags: readonly Tag[]): Goal[] {
  const { manifests, blobs } = countContent(tags);
  return [
    requestGoal("source", "manifest GETs", manifests, { matches: (kind) => kind === "manifest GET" }),
    requestGoal("source", "blob requests", blobs, { matches: (kind) => kind.startsWith("blob ") }),
    requestGoal("destination", "blob and upload requests", 2 * blobs + TRIAL_REQUESTS, {
      matches: (kind) => /^(blob|upload) /.test(kind),
    }),
  ];
}
