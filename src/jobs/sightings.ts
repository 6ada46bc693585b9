import { sql } from "kysely";
import type { Clock } from "../oci/clock.ts";
import { inPortions } from "./in-portions.ts";
import type { Sighting, Sightings } from "./keeping-state.ts";
import type { SightingsTable } from "./keeping-tables.ts";
import type { Db } from "./tables.ts";

/** Milliseconds. One that is seen as before is not written more often than this, for most are, by the thousands. */
const WRITTEN_EVERY = 24 * 3600 * 1000;

/** The sightings of a database. */
export function createSightings(db: Db, clock: Clock): Sightings {
  /** In the order of their sources, so that processes that see the same do not wait for each other in a circle. */
  async function write(rows: readonly SightingsTable[]): Promise<readonly SightingsTable[]> {
    if (rows.length === 0) return [];
    return await db
      .insertInto("sightings")
      .values(rows)
      .onConflict((conflict) =>
        conflict.column("source").doUpdateSet(({ ref }) => ({
          digest: ref("excluded.digest"),
          seen_at: ref("excluded.seen_at"),
          since: sql`case when sightings.digest = excluded.digest
            then least(sightings.since, excluded.since) else excluded.since end`,
        })),
      )
      .returningAll()
      .execute();
  }

  return {
    async see(sightings) {
      const now = clock.now();
      const latest = new Map(sightings.map((sighting) => [sighting.source, rowOf(sighting, now)]));
      const rows = [...latest.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
      const since = new Map<string, Date>();
      for (const portion of inPortions(rows)) {
        const sources = portion.map(({ source }) => source);
        const stored = await db.selectFrom("sightings").selectAll().where("source", "in", sources).execute();
        const known = new Map(stored.map((row) => [row.source, row]));
        const news = portion.filter((row) => isNews(row, known.get(row.source)));
        for (const row of [...stored, ...(await write(news))]) since.set(row.source, row.since);
      }
      return since;
    },
  };
}

function rowOf({ source, digest, pushedAt }: Sighting, now: number): SightingsTable {
  return {
    source,
    digest,
    since: new Date(Math.min(pushedAt?.getTime() ?? now, now)),
    seen_at: new Date(now),
  };
}

/** Whether there is something to be written. */
function isNews(row: SightingsTable, known: SightingsTable | undefined): boolean {
  if (known?.digest !== row.digest || row.since < known.since) return true;
  return Math.abs(row.seen_at.getTime() - known.seen_at.getTime()) >= WRITTEN_EVERY;
}
