import { actionsSettings } from "../../github/report/render/github-pages.ts";
import type { WorkflowPlace } from "../../publish/obstacle.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";
import type { LastRun } from "../instruments.ts";
import { OutOfSight } from "../out-of-sight.ts";

/** Whether a job's token may write packages: by what the last run came to, and by the default for workflows. */
export async function checkWorkflowPermissions(chart: Chart): Promise<readonly Diagnosis[]> {
  const { patient, instruments, signal } = chart;
  const [place, last] = await Promise.all([chart.place(), chart.evidence()]);
  const seen = last && judgeLastJob(last, place);
  if (seen) return [seen];
  try {
    return [judgeDefault(await instruments.settings.workflowPermissions(patient.repository, signal))];
  } catch (error) {
    if (!(error instanceof OutOfSight)) throw error;
    return [{ state: "unknown", words: `${error.message} ${OVERRIDDEN}`, remedy: error.remedy }];
  }
}

const OVERRIDDEN =
  "`permissions` in the workflow's file overrides the default for its jobs; what overrides that is a read-only policy that an owner enforces, and it shows only when a job is refused.";

/** What GitHub says where all workflows are forbidden to write. */
const ENFORCED = /write permissions for workflows are disabled/i;

/** Undefined: the last run does not tell. */
export function judgeLastJob({ report, workflowRun }: LastRun, place: WorkflowPlace): Diagnosis | undefined {
  const refused = report.images.find(({ error }) => error && ENFORCED.test(error.message))?.error;
  if (refused) {
    return {
      state: "bad",
      words: `Workflows may write nothing here, whatever their files say: ${refused.message}`,
      remedy:
        "An owner of the organization lifts the policy, under Actions → General → Workflow permissions.",
      link: actionsSettings(place),
    };
  }
  if (workflowRun === undefined || !report.images.some(({ result }) => result === "done")) return undefined;
  return { state: "good", words: "The workflow's job wrote packages in the last run." };
}

/** The file asks for `packages: write` itself, so either default will do. */
export function judgeDefault(permissions: "read" | "write"): Diagnosis {
  return { state: "good", words: `The default is \`${permissions}\`. ${OVERRIDDEN}` };
}
