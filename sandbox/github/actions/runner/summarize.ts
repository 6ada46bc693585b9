import type { JobResult } from "./job-result.ts";

/** How several jobs ended, taken together. */
export function summarize(results: readonly JobResult["result"][]): JobResult["result"] {
  if (results.includes("failure")) return "failure";
  if (results.includes("cancelled")) return "cancelled";
  return results.includes("success") ? "success" : "skipped";
}
