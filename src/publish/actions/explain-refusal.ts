import type { GitHubError } from "../../github/github-error.ts";
import { WORKFLOW_PATH } from "../../workflow/workflow-file.ts";
import type { Obstacle } from "../obstacle.ts";
import type { FoundWorkflow } from "./read-workflow.ts";

/**
 * Why GitHub does not start a workflow that is there
 * (https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event).
 */
export function explainRefusal({ words, code }: GitHubError, workflow: FoundWorkflow): Obstacle {
  const { place, found = "", text } = workflow;
  if (/actions (?:has been|is|are) disabled/i.test(words)) return { code: "ACTIONS_DISABLED", place, words };
  if (/disabled workflow/i.test(words)) return { code: "WORKFLOW_DISABLED", place, words };
  if (/'workflow_dispatch' trigger|unexpected inputs?|required input/i.test(words))
    return { code: "WORKFLOW_OUTDATED", place, path: WORKFLOW_PATH, found, text, words };
  if (/not accessible by integration/i.test(words)) return { code: "NOT_PERMITTED", place, words };
  // The file is there, and Actions does not know it.
  if (code === "NOT_FOUND") return { code: "ACTIONS_DISABLED", place, words };
  return { code: "NOT_ACCEPTED", place, words };
}
