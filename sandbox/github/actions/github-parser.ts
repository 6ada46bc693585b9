import { registerHooks } from "node:module";

// GitHub's parser imports its schemas without an import attribute, which bundlers take and Node does not.
const hooks = registerHooks({
  load: (url, context, next) =>
    /\/@actions\/workflow-parser\/.*\.json$/.test(url)
      ? next(url, { ...context, importAttributes: { ...context.importAttributes, type: "json" } })
      : next(url, context),
});
const { NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");
const { convertJobs } = await import("@actions/workflow-parser/model/converter/jobs");
const { convertOn } = await import("@actions/workflow-parser/model/converter/events");
const { convertActionTemplate, parseAction } = await import("@actions/workflow-parser/actions/index");
hooks.deregister();

/** What GitHub's own parser finds wrong with the text of a workflow file, in its words, with lines. Empty: nothing. */
export function workflowProblems(text: string): readonly string[] {
  const { context, value } = parseWorkflow({ name: "workflow", content: text }, new NoOperationTraceWriter());
  if (value && context.errors.count === 0) {
    for (const { key, value: part } of value.assertMapping("workflow")) {
      if (key.toString() === "on") convertOn(context, part);
      if (key.toString() === "jobs") convertJobs(context, part);
    }
  }
  return context.errors.getErrors().map(({ message }) => message);
}

/** The same for the text of an `action.yml`. */
export function actionProblems(text: string): readonly string[] {
  const { context, value } = parseAction({ name: "action", content: text }, new NoOperationTraceWriter());
  if (value && context.errors.count === 0) convertActionTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}
