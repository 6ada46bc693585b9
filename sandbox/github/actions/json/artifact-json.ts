import { nodeId } from "../../account.ts";
import { toTime } from "../../repositories/json/repository-json.ts";
import type { Artifact } from "../artifact.ts";
import type { WorkflowRun } from "../workflow-run.ts";

/** The schema `artifact`. */
export function artifactJson(run: WorkflowRun, artifact: Artifact) {
  const { repository } = run;
  const url = `${repository.apiUrl}/actions/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    node_id: nodeId("Artifact", artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.zip.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.isExpired,
    digest: artifact.digest,
    created_at: toTime(artifact.createdAt),
    updated_at: toTime(artifact.createdAt),
    expires_at: toTime(artifact.expiresAt),
    workflow_run: {
      id: run.id,
      repository_id: repository.id,
      head_repository_id: repository.id,
      head_branch: run.branch,
      head_sha: run.headSha,
    },
  };
}
