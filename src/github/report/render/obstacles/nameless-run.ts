import { WORKFLOW_FILE } from "../../../../workflow/workflow-file.ts";
import { workflowPage } from "../github-pages.ts";
import { code, link } from "../markdown.ts";
import type { ObstacleOf, Telling } from "./telling.ts";
import { nameOf, RERUN } from "./words.ts";

/** GitHub began a run of the workflow, and nobody can say which one. */
export function tellNamelessRun({ place }: ObstacleOf<"NAMELESS">): Telling {
  const page = link("the workflow's page", workflowPage(place, WORKFLOW_FILE));
  return {
    conclusion: "failure",
    title: "The workflow's run cannot be found",
    parts: [
      `GitHub has started the workflow in ${nameOf(place.repository)}, and no run of it has the id of ours in its name. It may copy the images all the same: see ${page}.`,
      `The line ${code("run-name")} of the file must stay as ghcr-mirror wrote it. ${RERUN}`,
    ],
  };
}
