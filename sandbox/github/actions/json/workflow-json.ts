import { nodeId } from "../../account.ts";
import { toTime } from "../../repositories/json/repository-json.ts";
import type { Repository } from "../../repositories/repository.ts";
import type { Workflow } from "../workflow.ts";

/** The schema `workflow`. `name` is what its file calls it. */
export function workflowJson(repository: Repository, workflow: Workflow, name: string) {
  const { id, path, state, createdAt } = workflow;
  const { apiUrl, htmlUrl, defaultBranch } = repository;
  return {
    id,
    node_id: nodeId("Workflow", id),
    name,
    path,
    state,
    created_at: toTime(createdAt),
    updated_at: toTime(createdAt),
    url: `${apiUrl}/actions/workflows/${id}`,
    html_url: `${htmlUrl}/blob/${defaultBranch}/${path}`,
    badge_url: `${htmlUrl}/workflows/${encodeURIComponent(name)}/badge.svg`,
  };
}
