import { actionsSettings } from "../../github/report/render/github-pages.ts";
import type { ActionsSettings } from "../../github/settings.ts";
import type { WorkflowPlace } from "../../publish/obstacle.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";
import type { LastRun } from "../instruments.ts";
import { OutOfSight } from "../out-of-sight.ts";

/** Whether GitHub Actions runs in the repository, and may use the actions of the workflow. */
export async function checkActionsEnabled(chart: Chart): Promise<readonly Diagnosis[]> {
  const { patient, instruments, signal } = chart;
  try {
    const [settings, place, text] = await Promise.all([
      instruments.settings.actions(patient.repository, signal),
      chart.place(),
      chart.workflowText(),
    ]);
    return [judgeActions(settings, place, text ?? "")];
  } catch (error) {
    const seen = error instanceof OutOfSight ? evidenceOf(await chart.evidence()) : undefined;
    if (!seen) throw error;
    return [seen];
  }
}

/** Whether `text`, the workflow's, can run under these settings. */
export function judgeActions(
  { isEnabled, allowed, wantsShas }: ActionsSettings,
  place: WorkflowPlace,
  text: string,
): Diagnosis {
  const link = actionsSettings(place);
  if (!isEnabled) {
    return {
      state: "bad",
      words: "GitHub Actions is disabled in this repository.",
      remedy: "Allow it there, or in the organization's settings, where the repository has no say.",
      link,
    };
  }
  const uses = usedActions(text);
  const unpinned = uses.filter((action) => !/@[\da-f]{40}$/i.test(action));
  if (wantsShas && unpinned.length > 0) {
    return {
      state: "bad",
      words: `Actions must be named by a full commit SHA here, and the workflow uses ${listed(unpinned)}.`,
      remedy:
        "Name the commit in the workflow's file, as in `ghcr-mirror/ghcr-mirror@<40 hexadecimal digits>`, or lift the rule.",
      link,
    };
  }
  if (allowed === "local_only" && uses.length > 0) {
    return {
      state: "bad",
      words: `Only actions of the owner's own repositories may be used here, and the workflow uses ${listed(uses)}.`,
      remedy: "Allow it, or copy its repository to one of your own and name that one in the workflow's file.",
      link,
    };
  }
  if (allowed === "selected" && uses.length > 0) {
    return {
      state: "warning",
      words: `Only selected actions may be used here; the workflow uses ${listed(uses)}.`,
      remedy: "Check that it is among them, and so are the actions of GitHub.",
      link,
    };
  }
  return { state: "good", words: "GitHub Actions runs in this repository." };
}

function evidenceOf(last: LastRun | undefined): Diagnosis | undefined {
  if (last?.workflowRun === undefined) return undefined;
  return {
    state: "good",
    words: "The settings cannot be seen by an App, but the workflow carried the last run.",
  };
}

/** Actions that stand in repositories of their own, each once. */
function usedActions(text: string): readonly string[] {
  const all = [...text.matchAll(/^\s*(?:-\s*)?uses:\s*["']?([^\s"'#]+)/gm)].map(([, action = ""]) => action);
  return [...new Set(all)].filter((action) => !action.startsWith("./"));
}

function listed(items: readonly string[]): string {
  return items.map((item) => `\`${item}\``).join(", ");
}
