import { sql } from "kysely";
import type { Reason, ReconcileRequest } from "./request.ts";
import type { Db } from "./tables.ts";
import { takeTurn } from "./take-turn.ts";
import { toJsonb } from "./to-jsonb.ts";

/** Requests for these reasons come in swarms, and want what is newest when their run begins: one run does for all. */
const REPEATED: readonly Reason[] = ["package", "drift", "policy", "schedule", "resumed"];

/**
 * The requests that no waiting run stands for, within a transaction, which then has to store them. A run that is `queued` stands for them
 * whatever it came from; one that is `requested` only where it will not be found to be unnecessary.
 */
export async function notYetWaiting(
  transaction: Db,
  requests: readonly ReconcileRequest[],
): Promise<readonly ReconcileRequest[]> {
  if (!requests.some(isRepeated)) return requests;
  await takeTurn(transaction);
  const due: ReconcileRequest[] = [];
  const known = new Set<string>();
  for (const request of requests) {
    if (isRepeated(request)) {
      const { repository, scope, pull = null, commit } = request;
      const work = JSON.stringify([repository.id, scope, pull, commit]);
      if (known.has(work)) continue;
      known.add(work);
      if (await waits(transaction, request)) continue;
    }
    due.push(request);
  }
  return due;
}

function isRepeated({ reason, asker = null }: ReconcileRequest): boolean {
  return asker === null && REPEATED.includes(reason);
}

async function waits(transaction: Db, request: ReconcileRequest): Promise<boolean> {
  const { repository, scope, pull = null, commit, reason } = request;
  // A schedule only wants its entries to be looked at, now and then: a look at all of them does.
  const doing = reason === "schedule" ? [scope, []] : [scope];
  let runs = transaction
    .selectFrom("runs")
    .select("id")
    .where("repository", "=", repository.id)
    .where(sql<boolean>`scope in (${sql.join(doing.map((each) => sql`${toJsonb(each)}::jsonb`))})`)
    .where("pull", "is not distinct from", pull)
    .where("asker", "is", null)
    .where("wanted", "=", true)
    .where("cancelled_by", "is", null)
    .where((run) =>
      run.or([
        run.and([run("state", "=", "requested"), run("reason", "in", REPEATED)]),
        run("state", "=", "queued"),
      ]),
    )
    .limit(1);
  // What is carried out is of the newest config, or gives way to what is, whatever commit its request came to be about.
  if (commit !== null) runs = runs.where("commit", "=", commit);
  return (await runs.executeTakeFirst()) !== undefined;
}
