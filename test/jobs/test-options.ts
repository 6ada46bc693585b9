import type { StateOptions } from "../../src/jobs/open-state.ts";

/** For tests: two workers, three tries, no pauses. */
export const TEST_OPTIONS: StateOptions = {
  workerConcurrency: 2,
  retry: { tries: 3, firstPause: 0, longestPause: 0 },
};
