import type { Run } from "../jobs/run.ts";

/** Whether nobody and nothing asked for a run but the clock: it goes by what is known, and is silent where there is nothing new. */
export function isByItself({ reason }: Pick<Run, "reason">): boolean {
  return reason === "schedule" || reason === "resumed";
}
