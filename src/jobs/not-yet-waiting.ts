import { sql } from "kysely";
import type { Reason, ReconcileRequest } from "./request.ts";
import type { Db } from "./tables.ts";

/** Requests for these reasons come in swarms, and want what is newest when their run begins: one run does for all. */
const REPEATED: readonly Reason[] = ["package", "drift", "policy"];
/** Who stores such requests takes turns. An advisory lock, of a number that nobody else has. */
const TURN = 5_174_210_338_901_002n;

/**
 * The requests that no waiting run stands for, within a transaction, which then has to store them. A run that is `queued` stands for them
 * whatever it came from; one that is `requested` only where it will not be found to be unnecessary.
 */
export async function notYetWaiting(
  transaction: Db,
  requests: readonly ReconcileRequest[],
): Promise<readonly ReconcileRequest[]> {
  if (!requests.some(isRepeated)) return requests;
  await sql`select pg_advisory_xact_lock(${TURN.toString()}::bigint)`.execute(transaction);
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
  const { repository, scope, pull = null, commit } = request;
  let runs = transaction
    .selectFrom("runs")
    .select("id")
    .where("repository", "=", repository.id)
    .where(sql<boolean>`scope = ${JSON.stringify(scope)}::jsonb`)
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
