import type { Clock } from "../oci/clock.ts";
import type { JobStore } from "./job-store.ts";
import type { Visits } from "./state.ts";
import { storeRequests } from "./store-requests.ts";
import type { Db } from "./tables.ts";

/** The visits of a database. */
export function createVisits(db: Db, jobs: JobStore, clock: Clock): Visits {
  return {
    async request(visits) {
      await db.transaction().execute(async (transaction) => {
        for (const { request, pushedAt } of visits) {
          const due = await transaction
            .insertInto("visits")
            .values({
              repository: request.repository.id,
              installation: request.installation,
              pushed_at: pushedAt,
            })
            .onConflict((conflict) =>
              conflict
                .column("repository")
                .doUpdateSet({ pushed_at: pushedAt, installation: request.installation })
                .where("visits.pushed_at", "<", pushedAt),
            )
            .returning("repository")
            .executeTakeFirst();
          if (due) await storeRequests(transaction, jobs, [request], new Date(clock.now()));
        }
      });
      jobs.announce("announce");
    },
  };
}
