import type { Workflow } from "./workflow.ts";
import { readWorkflow } from "./workflow-file.ts";

/** What a file calls its workflow; where it says nothing, or is broken, its path. */
export function workflowName(text: string, { path }: Pick<Workflow, "path">): string {
  try {
    return readWorkflow(text).name ?? path;
  } catch {
    return path;
  }
}
