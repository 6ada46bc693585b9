import { nodeId } from "../../account.ts";
import { appJson } from "../../apps/app.ts";
import type { CheckAnnotation, CheckRun } from "../checks/check-run.ts";
import type { Repository } from "../repository.ts";
import { pullsOfHead } from "./pull-json.ts";
import { toTime } from "./repository-json.ts";

/** The schema `check-run`. */
export function checkRunJson(repository: Repository, run: CheckRun) {
  const url = `${repository.apiUrl}/check-runs/${run.id}`;
  const htmlUrl = `${repository.htmlUrl}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId("CheckRun", run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: htmlUrl,
    details_url: run.detailsUrl ?? htmlUrl,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: toTime(run.startedAt),
    completed_at: run.completedAt ? toTime(run.completedAt) : null,
    output: {
      title: run.title ?? null,
      summary: run.summary ?? null,
      text: run.text ?? null,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: appJson(repository.world, run.suite.app),
    pull_requests: pullsOfHead(repository, run.headSha),
  };
}

/** The schema `check-annotation`. */
export function annotationJson(repository: Repository, { headSha }: CheckRun, annotation: CheckAnnotation) {
  return {
    path: annotation.path,
    blob_href: `${repository.htmlUrl}/blob/${headSha}/${annotation.path}`,
    start_line: annotation.start_line,
    end_line: annotation.end_line,
    start_column: annotation.start_column ?? null,
    end_column: annotation.end_column ?? null,
    annotation_level: annotation.annotation_level,
    title: annotation.title ?? null,
    message: annotation.message,
    raw_details: annotation.raw_details ?? null,
  };
}
