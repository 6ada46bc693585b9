import type { Survey, Surveys } from "../../../src/jobs/conversation-state.ts";

/** Surveys that are kept in this process. */
export interface SmallSurveys extends Surveys {
  readonly kept: Map<string, Survey>;
}

export function smallSurveys(): SmallSurveys {
  const kept = new Map<string, Survey>();
  return {
    kept,
    of: async (key) => kept.get(key),
    put: async (key, survey) => void kept.set(key, survey),
  };
}
