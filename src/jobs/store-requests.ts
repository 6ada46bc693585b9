import { randomUUID } from "node:crypto";
import { inPortions } from "./in-portions.ts";
import type { JobStore } from "./job-store.ts";
import type { ReconcileRequest } from "./request.ts";
import type { Db } from "./tables.ts";

/** Stores requests as runs, each with the job that looks at it, within a transaction. Resolves with their ids, in order. */
export async function storeRequests(
  transaction: Db,
  jobs: JobStore,
  requests: readonly ReconcileRequest[],
  now: Date,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const portion of inPortions(requests)) {
    const rows = portion.map((request) => toRow(request, now));
    await transaction.insertInto("runs").values(rows).execute();
    await jobs.add(transaction, "announce", rows);
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

function toRow(request: ReconcileRequest, now: Date) {
  const { installation, repository, commit, reason, scope } = request;
  return {
    id: randomUUID(),
    installation,
    repository: repository.id,
    owner: repository.owner,
    name: repository.name,
    commit,
    reason,
    scope: JSON.stringify(scope),
    state: "requested" as const,
    created_at: now,
  };
}
