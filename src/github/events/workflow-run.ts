import type { Intent } from "../../jobs/intent.ts";
import { WORKFLOW_PATH } from "../../workflow/workflow-file.ts";
import type { Payload } from "./payload.ts";
import { isId } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run */
export interface WorkflowRunPayload extends Payload {
  readonly workflow_run?:
    | {
        readonly id?: number;
        readonly run_attempt?: number;
        readonly conclusion?: string | null;
        /** From the top of the repository; GitHub may add `@` and a ref. */
        readonly path?: string;
      }
    | null
    | undefined;
}

/** A run of our workflow was asked for, has begun or has ended; runs of others are none of our business. */
export function workflowRun({ action, workflow_run: run }: WorkflowRunPayload): readonly Intent[] {
  if (!isId(run?.id) || run.path?.replace(/@.*/s, "") !== WORKFLOW_PATH) return [];
  // It may also end because nobody approved of it.
  const hasEnded = action === "completed" && run.conclusion !== "action_required";
  const isUnderWay = action === "in_progress" || hasEnded;
  return [{ kind: "workflow", workflowRun: run.id, attempt: run.run_attempt ?? 1, isUnderWay }];
}
