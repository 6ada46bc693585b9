import type { CheckButton } from "../github.ts";

/** On a plan. */
export const PLAN_BUTTON: CheckButton = {
  button: "plan",
  label: "Plan again",
  description: "Look at the registries again",
};

/** On a plan of a branch of the repository itself. */
export const SYNC_BUTTON: CheckButton = {
  button: "sync",
  label: "Sync now",
  description: "Mirror what this pull request changes",
};

/** On a run in which images failed. */
export const RETRY_BUTTON: CheckButton = {
  button: "retry",
  label: "Retry failed",
  description: "Try the failed images once more",
};
