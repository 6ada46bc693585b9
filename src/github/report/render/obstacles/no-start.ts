import { WORKFLOW_FILE } from "../../../../workflow/workflow-file.ts";
import {
  actionsSettings,
  organizationActionsSettings,
  permissionRequest,
  workflowPage,
} from "../github-pages.ts";
import { link, prose } from "../markdown.ts";
import type { ObstacleOf, Telling } from "./telling.ts";
import { nameOf, quote, RERUN } from "./words.ts";

/** GitHub does not start the workflow. */
export function tellNoStart(
  obstacle: ObstacleOf<"WORKFLOW_DISABLED" | "ACTIONS_DISABLED" | "NOT_PERMITTED" | "NOT_ACCEPTED">,
  installation: number,
): Telling {
  const { code, place } = obstacle;
  const { owner, name } = place.repository;
  const where = nameOf(place.repository);
  const words = quote("GitHub says:", obstacle.words);
  const page = link("the workflow's page", workflowPage(place, WORKFLOW_FILE));
  switch (code) {
    case "WORKFLOW_DISABLED":
      return {
        conclusion: "action_required",
        title: `Enable the workflow in ${owner}/${name}`,
        parts: [
          `Nothing was copied: the workflow in ${where} is disabled, by a person or by GitHub itself.`,
          words,
          `Open ${page} and press **Enable workflow**. ${RERUN}`,
        ],
      };
    case "ACTIONS_DISABLED":
      return {
        conclusion: "action_required",
        title: `Let GitHub Actions run in ${owner}/${name}`,
        parts: [
          `Nothing was copied: GitHub Actions runs no workflows in ${where}.`,
          words,
          `Allow it under ${link("Settings → Actions → General", actionsSettings(place))}; where that is greyed out, an owner decides for ${link("the whole organization", organizationActionsSettings(place))}. ${RERUN}`,
        ],
      };
    case "NOT_PERMITTED":
      return {
        conclusion: "action_required",
        title: `Let the App start workflows in ${owner}`,
        parts: [
          `Nothing was copied: the App may not start the workflow in ${where}. Its permission **Actions: read and write** waits for the approval of an owner of ${prose(owner)}.`,
          words,
          `${link("Review the request", permissionRequest(place, installation))} and accept it. ${RERUN}`,
        ],
      };
    case "NOT_ACCEPTED":
      return {
        conclusion: "failure",
        title: `GitHub did not start the workflow in ${owner}/${name}`,
        parts: [
          `Nothing was copied: GitHub does not start the workflow in ${where}.`,
          words,
          `See ${page}, and ${link("whether GitHub has an outage", "https://www.githubstatus.com")}. To try again, press **Re-run** here.`,
        ],
      };
  }
}
