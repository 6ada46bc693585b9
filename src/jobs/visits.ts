import type { Clock } from "../oci/clock.ts";
import { inPortions } from "./in-portions.ts";
import type { JobStore } from "./job-store.ts";
import type { Visit, Visits } from "./state.ts";
import { storeRequests } from "./store-requests.ts";
import type { Db } from "./tables.ts";

/** The visits of a database. */
export function createVisits(jobs: JobStore, clock: Clock): Visits {
  return {
    async request(visits) {
      await jobs.transact(async (transaction) => {
        for (const portion of inPortions(visits)) {
          const due = await recordVisits(transaction, portion);
          const requests = portion.map(({ request }) => request);
          const dueRequests = requests.filter(({ repository }) => due.has(repository.id));
          await storeRequests(transaction, jobs, dueRequests, new Date(clock.now()));
        }
      });
    },
  };
}

/** The repositories, of different ids, that were pushed to since their last visit; from now on they are visited. */
async function recordVisits(transaction: Db, visits: readonly Visit[]): Promise<ReadonlySet<number>> {
  const rows = visits.map(({ request, pushedAt }) => ({
    repository: request.repository.id,
    installation: request.installation,
    pushed_at: pushedAt,
  }));
  const due = await transaction
    .insertInto("visits")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column("repository")
        .doUpdateSet(({ ref }) => ({
          pushed_at: ref("excluded.pushed_at"),
          installation: ref("excluded.installation"),
        }))
        .where(({ eb, ref }) => eb("visits.pushed_at", "<", ref("excluded.pushed_at"))),
    )
    .returning("repository")
    .execute();
  return new Set(due.map(({ repository }) => repository));
}
