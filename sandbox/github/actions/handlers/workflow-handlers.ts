import { accountOf } from "../../account.ts";
import type { Call, Handlers } from "../../handler.ts";
import { paginate } from "../../paginate.ts";
import { notFound, Refusal } from "../../refusal.ts";
import { repositoryOf, writableRepositoryOf } from "../../repositories/handlers/repository-of.ts";
import type { Repository } from "../../repositories/repository.ts";
import { workflowJson } from "../json/workflow-json.ts";
import { workflowRunJson } from "../json/workflow-run-json.ts";
import type { FoundWorkflow } from "../repository-actions.ts";
import { matchesQuery } from "../run-query.ts";

interface DispatchBody {
  readonly ref: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly return_run_details?: boolean;
}

/** https://docs.github.com/en/rest/actions/workflows */
export const workflowHandlers: Handlers = {
  "actions/get-workflow": async (call) => {
    const repository = repositoryOf(call);
    const { workflow, text } = await workflowOf(call, repository);
    const { workflowName } = await import("../workflow-name.ts");
    return { status: 200, body: workflowJson(repository, workflow, workflowName(text, workflow)) };
  },

  "actions/create-workflow-dispatch": async (call) => {
    const repository = writableRepositoryOf(call);
    const { ref, inputs, return_run_details: wantsDetails } = call.body as DispatchBody;
    const { dispatchAnswer } = call.world.actions;
    if (dispatchAnswer === "details-refused" && wantsDetails !== undefined) {
      throw new Refusal(422, 'Invalid request.\n\n"return_run_details" is not a permitted key.');
    }
    const workflow = call.params["workflow_id"] ?? "";
    const order = { workflow, ref, ...(inputs && { inputs }) };
    const run = await call.world.actions.dispatch(repository, order, accountOf(call));
    if (!wantsDetails || dispatchAnswer !== "details") return { status: 204 };
    const run_url = `${repository.apiUrl}/actions/runs/${run.id}`;
    return { status: 200, body: { workflow_run_id: run.id, run_url, html_url: run.htmlUrl } };
  },

  "actions/list-workflow-runs": async (call) => {
    const repository = repositoryOf(call);
    const { workflow } = await workflowOf(call, repository);
    const found = call.world.actions
      .of(repository)
      .runs.filter((run) => run.registered === workflow && matchesQuery(run, call.query))
      .toReversed();
    const { items, headers } = paginate(call, found);
    return {
      status: 200,
      headers,
      body: { total_count: found.length, workflow_runs: items.map(workflowRunJson) },
    };
  },
};

/** Throws 404. */
async function workflowOf({ world, params }: Call, repository: Repository): Promise<FoundWorkflow> {
  const found = await world.actions.of(repository).find(params["workflow_id"] ?? "");
  if (!found) throw notFound();
  return found;
}
