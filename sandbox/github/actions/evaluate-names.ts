import { evaluate, evaluateText } from "./evaluate.ts";
import { runContexts } from "./runner/run-context.ts";
import type { Template } from "./template.ts";
import type { RunNames, WorkflowRun } from "./workflow-run.ts";

/** Evaluates what a workflow says of its runs as a whole. An expression that is broken stands as it is written. */
export function evaluateNames(run: WorkflowRun): RunNames {
  const { runName, concurrency } = run.workflow.file;
  const contexts = runContexts(run);
  const text = (template: Template) => orAsWritten(template, () => evaluateText(template, contexts));
  return {
    title: (runName && text(runName)) || run.workflow.name,
    concurrency: concurrency && {
      group: text(concurrency.group),
      cancelInProgress: evaluate(concurrency.cancelInProgress, contexts) === true,
    },
  };
}

function orAsWritten(template: Template, work: () => string): string {
  try {
    return work();
  } catch {
    return String(template);
  }
}
