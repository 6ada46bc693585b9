import type { CheckButton } from "../github.ts";

/** On a plan. */
export const PLAN_BUTTON: CheckButton = {
  button: "plan",
  label: "Plan again",
  description: "Computes this plan once more",
};

/** On a plan of a branch of the repository itself. */
export const SYNC_BUTTON: CheckButton = {
  button: "sync",
  label: "Sync now",
  description: "Mirrors what this pull request adds",
};

/** On a run in which images failed. */
export const RETRY_BUTTON: CheckButton = {
  button: "retry",
  label: "Retry failed",
  description: "Tries the failed images once more",
};
