import { editPage, newFilePage } from "../../github/report/render/github-pages.ts";
import type { WorkflowPlace } from "../../publish/obstacle.ts";
import {
  DEFAULT_ACTION,
  WORKFLOW_PATH,
  WORKFLOW_VERSION,
  workflowText,
  workflowVersion,
} from "../../workflow/workflow-file.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";

/** Whether the workflow stands on the default branch, is one that this version can use, and asks for what it needs. */
export async function checkWorkflowFile(chart: Chart): Promise<readonly Diagnosis[]> {
  const [place, text] = await Promise.all([chart.place(), chart.workflowText()]);
  return [judgeWorkflowFile(text, place, chart.patient.action)];
}

/** `action` is what a new file would use. */
export function judgeWorkflowFile(
  text: string | undefined,
  place: WorkflowPlace,
  action = DEFAULT_ACTION,
): Diagnosis {
  if (text === undefined) {
    return {
      state: "bad",
      words: `There is no \`${WORKFLOW_PATH}\` on \`${place.defaultBranch}\`.`,
      remedy: "Add it on the linked page, or let `npx ghcr-mirror init` write it in a checkout.",
      link: newFilePage(place, WORKFLOW_PATH, workflowText(action)).url,
    };
  }
  const version = workflowVersion(text);
  const renew = {
    remedy: "Replace it by what `npx ghcr-mirror init` writes.",
    link: editPage(place, WORKFLOW_PATH),
  };
  if (version === undefined)
    return {
      state: "warning",
      words: "The file has no version of ours; it may not do what we expect.",
      ...renew,
    };
  if (version < WORKFLOW_VERSION) {
    return {
      state: "warning",
      words: `The file is of version ${version}, and there is version ${WORKFLOW_VERSION}.`,
      ...renew,
    };
  }
  // As YAML writes it in a block or in braces.
  if (!/^[^#\n]*\bpackages:\s*["']?write\b/m.test(text)) {
    return {
      state: "bad",
      words: "No job of the file asks for `packages: write`, so that GHCR refuses every push.",
      remedy: "Give the job `permissions: { contents: read, packages: write }`.",
      link: renew.link,
    };
  }
  return { state: "good", words: `The file is there, in version ${version}.` };
}
