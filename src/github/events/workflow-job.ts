import type { Intent } from "../../jobs/intent.ts";
import { WORKFLOW_NAME } from "../../workflow/workflow-file.ts";
import type { Payload } from "./payload.ts";
import { isId } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_job */
export interface WorkflowJobPayload extends Payload {
  readonly workflow_job?:
    | {
        readonly run_id?: number;
        readonly run_attempt?: number;
        readonly workflow_name?: string | null;
      }
    | null
    | undefined;
}

/**
 * A job of our workflow waits, has begun or has ended. The payload does not say where the workflow stands: one that somebody has given
 * another name is followed by its runs alone.
 */
export function workflowJob({ workflow_job: job }: WorkflowJobPayload): readonly Intent[] {
  if (!isId(job?.run_id) || job.workflow_name !== WORKFLOW_NAME) return [];
  // Of the run as a whole, its own events tell more.
  return [{ kind: "workflow", workflowRun: job.run_id, attempt: job.run_attempt ?? 1, isUnderWay: false }];
}
