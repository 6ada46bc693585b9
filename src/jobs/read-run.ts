import type { Selectable } from "kysely";
import type { Run } from "./run.ts";
import type { RunsTable } from "./tables.ts";

/** A row as the run that it is. */
export function readRun(row: Selectable<RunsTable>): Run {
  return {
    id: row.id,
    installation: row.installation,
    repository: { id: row.repository, owner: row.owner, name: row.name },
    commit: row.commit,
    reason: row.reason,
    scope: row.scope,
    pull: row.pull,
    asker: row.asker,
    urgency: row.urgency,
    state: row.state,
    configSha: row.config_sha,
    configPath: row.config_path,
    checkRun: row.check_run,
    conclusion: row.conclusion,
    supersededBy: row.superseded_by,
    cancelledBy: row.cancelled_by,
    published: row.published,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
