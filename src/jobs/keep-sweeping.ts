import { sql } from "kysely";
import type { Clock } from "../oci/clock.ts";
import type { Log } from "./log.ts";
import type { JobContext } from "./state.ts";
import type { Db } from "./tables.ts";

/** Milliseconds between the beginnings of two sweeps, over all processes. */
const INTERVAL = 5 * 60 * 1000;

/** What {@link keepSweeping} needs. */
export interface KeepSweepingOptions {
  readonly sweep: (context: JobContext) => Promise<void>;
  readonly context: JobContext;
  readonly clock: Clock;
  readonly log: Log;
}

/** Sweeps now and every five minutes, until `stopping`. Of several processes, the first to come does it each time. */
export async function keepSweeping(
  db: Db,
  { sweep, context, clock, log }: KeepSweepingOptions,
): Promise<void> {
  const { stopping } = context;
  while (!stopping.aborted) {
    try {
      if (await isOurTurn(db)) await sweep(context);
    } catch (error) {
      if (!stopping.aborted) log.warn({ err: error }, "a sweep failed; the next one mends what it left");
    }
    await clock.sleep(INTERVAL, stopping).catch(() => {});
  }
}

/** Lets the next sweep begin at once: a process that is the only one sweeps when it starts. */
export async function forgetLastSweep(db: Db): Promise<void> {
  await db.updateTable("sweep").set({ begun_at: null }).execute();
}

/** By the clock of the database, which all processes share. A little early counts, or every other turn would be missed. */
async function isOurTurn(db: Db): Promise<boolean> {
  const turn = await db
    .updateTable("sweep")
    .set({ begun_at: sql`now()` })
    .where((either) =>
      either.or([
        either("begun_at", "is", null),
        either("begun_at", "<", sql<Date>`now() - ${(INTERVAL * 0.9) / 1000} * interval '1 second'`),
      ]),
    )
    .returning("begun_at")
    .executeTakeFirst();
  return turn !== undefined;
}
