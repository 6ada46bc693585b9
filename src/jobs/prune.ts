import { sql } from "kysely";
import type { Db } from "./tables.ts";

const DAY = 24 * 3600 * 1000;
/** GitHub redelivers what is at most 3 days old. */
const DELIVERY_AGE = 7 * DAY;
/** Whoever uses them trusts them for a shorter time. */
const VERDICT_AGE = 7 * DAY;
/** A quarter: whoever looks into what a mirror did looks at the last release, or at the last report. */
const RUN_AGE = 90 * DAY;
/** Concluded runs of one repository, for one that is pushed to by a machine. */
const RUNS = 1000;

/** Forgets deliveries, verdicts and concluded runs that are old at `now` (milliseconds since the epoch), with the images and dispatches of the runs. */
export async function prune(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom("deliveries")
    .where("received_at", "<", new Date(now - DELIVERY_AGE))
    .execute();
  await db
    .deleteFrom("verdicts")
    .where("checked_at", "<", new Date(now - VERDICT_AGE))
    .execute();
  const numbered = db
    .selectFrom("runs")
    .select(["id", "concluded_at"])
    .select(sql<number>`row_number() over (partition by repository order by position desc)`.as("place"))
    .where("state", "=", "concluded")
    .as("numbered");
  await db
    .deleteFrom("runs")
    .where("id", "in", (query) =>
      query
        .selectFrom(numbered)
        .select("id")
        .where((either) =>
          either.or([either("place", ">", RUNS), either("concluded_at", "<", new Date(now - RUN_AGE))]),
        ),
    )
    .execute();
}
