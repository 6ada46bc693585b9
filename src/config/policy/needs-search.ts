import { isGlob } from "../glob.ts";

/** Whether a pattern has wildcards elsewhere than as its last part: then matching it can cost much more than comparing two names. */
export function needsSearch(pattern: string): boolean {
  return isGlob(pattern.replace(/(?:^|\/)\*\*?$/, ""));
}
