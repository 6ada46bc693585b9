import { WORKFLOW_FILE } from "../../../../workflow/workflow-file.ts";
import { workflowPage } from "../github-pages.ts";
import { link } from "../markdown.ts";
import type { ObstacleOf, Telling } from "./telling.ts";
import { GO_ON, nameOf } from "./words.ts";

/** Somebody deleted what the workflow did before we read it. */
export function tellDeletedRun({ place }: ObstacleOf<"DELETED">): Telling {
  const page = link("the workflow's page", workflowPage(place, WORKFLOW_FILE));
  return {
    conclusion: "cancelled",
    title: "The workflow's run was deleted",
    parts: [
      `Somebody deleted the run of the workflow in ${nameOf(place.repository)} before its result was read; see ${page}. What had arrived by then stays.`,
      GO_ON,
    ],
  };
}
