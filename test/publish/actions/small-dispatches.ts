import type { Dispatch, Dispatches } from "../../../src/jobs/state.ts";

/** Dispatches in memory, of which nobody ever tells. `now`: milliseconds since the epoch. */
export function smallDispatches(now: () => number): Dispatches {
  const dispatches = new Map<string, Dispatch>();
  return {
    of: async (run) => dispatches.get(run),
    async begin(run, repository) {
      const known = dispatches.get(run);
      if (known) return known;
      const dispatch = {
        run,
        repository,
        workflowRun: null,
        attempt: 1,
        requestedAt: new Date(now()),
        told: 0,
      };
      dispatches.set(run, dispatch);
      return dispatch;
    },
    async attach(run, workflowRun) {
      const dispatch = dispatches.get(run);
      if (dispatch) dispatches.set(run, { ...dispatch, workflowRun });
    },
    forget: async (run) => void dispatches.delete(run),
    news: (_, __, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  };
}
