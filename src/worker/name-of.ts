import type { Run } from "../jobs/run.ts";

/** `owner/name` of a run's repository, for logs. */
export function nameOf({ repository: { owner, name } }: Run): string {
  return `${owner}/${name}`;
}
