import { inPortions } from "./in-portions.ts";
import type { JobStore } from "./job-store.ts";
import type { ReconcileRequest } from "./request.ts";
import { sortedIds } from "./sorted-ids.ts";
import type { Db } from "./tables.ts";
import { toJsonb } from "./to-jsonb.ts";
import { urgencyOf } from "./urgency-of.ts";

/** Stores requests as runs, each with the job that looks at it, within a transaction. Resolves with their ids, in order. */
export async function storeRequests(
  transaction: Db,
  jobs: JobStore,
  requests: readonly ReconcileRequest[],
  now: Date,
): Promise<readonly string[]> {
  const stored: string[] = [];
  for (const portion of inPortions(requests)) {
    const ids = sortedIds(portion.length);
    const rows = portion.map((request, index) => ({ id: ids[index] ?? "", ...toRow(request, now) }));
    await transaction.insertInto("runs").values(rows).execute();
    const tasks = rows.map(({ id, repository }) => ({ subject: id, key: String(repository) }));
    await jobs.add(transaction, "announce", tasks);
    stored.push(...ids);
  }
  return stored;
}

function toRow(request: ReconcileRequest, now: Date) {
  const { installation, repository, commit, reason, scope, pull = null, asker = null } = request;
  return {
    installation,
    repository: repository.id,
    owner: repository.owner,
    name: repository.name,
    commit,
    reason,
    scope: toJsonb(scope),
    pull,
    asker: asker && toJsonb(asker),
    urgency: urgencyOf(request),
    state: "requested" as const,
    created_at: now,
  };
}
