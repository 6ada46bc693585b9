import type { Dispatch, Dispatches } from "../../../src/jobs/state.ts";

/** Dispatches in memory. */
export interface SmallDispatches extends Dispatches {
  /** As if a webhook had told of a new attempt. */
  raise(run: string, attempt: number): void;
}

/** Dispatches in memory, of which nobody ever tells. `now`: milliseconds since the epoch. */
export function smallDispatches(now: () => number): SmallDispatches {
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
    async attach(run, _, workflowRun) {
      const dispatch = dispatches.get(run);
      if (dispatch) dispatches.set(run, { ...dispatch, workflowRun });
    },
    raise(run, attempt) {
      const dispatch = dispatches.get(run);
      if (dispatch) dispatches.set(run, { ...dispatch, attempt });
    },
    forget: async (run) => void dispatches.delete(run),
    news: (_, __, ___, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  };
}
