import type { Workflow } from "../../github/actions.ts";
import { workflowPage } from "../../github/report/render/github-pages.ts";
import type { WorkflowPlace } from "../../publish/obstacle.ts";
import { WORKFLOW_FILE } from "../../workflow/workflow-file.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";

/** Whether GitHub Actions knows the workflow and would start it. */
export async function checkWorkflowEnabled(chart: Chart): Promise<readonly Diagnosis[]> {
  const { patient, instruments, signal } = chart;
  if ((await chart.workflowText()) === undefined)
    return [{ state: "unknown", words: "There is no file that GitHub Actions could know." }];
  const [place, workflow] = await Promise.all([
    chart.place(),
    instruments.github.actions.workflow(patient.repository, WORKFLOW_FILE, signal),
  ]);
  return [judgeWorkflow(workflow, place)];
}

const STATES: Readonly<Record<Exclude<Workflow["state"], "active">, string>> = {
  deleted: "GitHub counts the workflow as deleted.",
  disabled_fork: "The workflow is disabled, because the repository is a fork.",
  disabled_inactivity:
    "GitHub has disabled the workflow, because nothing happened in the repository for 60 days.",
  disabled_manually: "Somebody has disabled the workflow.",
};

/** `workflow` as GitHub Actions knows it; undefined where it knows none. */
export function judgeWorkflow(workflow: Workflow | undefined, place: WorkflowPlace): Diagnosis {
  if (!workflow) {
    return {
      state: "bad",
      words: `GitHub Actions knows no workflow \`${WORKFLOW_FILE}\` here.`,
      remedy: `It must stand on the default branch, \`${place.defaultBranch}\`, and be valid.`,
    };
  }
  if (workflow.state === "active") return { state: "good", words: "GitHub Actions would start it." };
  return {
    state: "bad",
    words: STATES[workflow.state],
    remedy:
      workflow.state === "deleted" ? "Commit the file to the default branch." : "Press Enable workflow.",
    link: workflowPage(place, WORKFLOW_FILE),
  };
}
