import { type Selectable, sql } from "kysely";
import type { Clock } from "../oci/clock.ts";
import type { Trouble, Troubles } from "./conversation-state.ts";
import type { Place } from "./errand.ts";
import { placeColumns, placeOf } from "./place-of.ts";
import type { Db, TroublesTable } from "./tables.ts";

/** Troubles of one look. */
const MOST = 1000;

/** The troubles of a database. */
export function createTroubles(db: Db, clock: Clock): Troubles {
  const now = () => new Date(clock.now());

  /** One that was over begins anew, and keeps its issue. */
  async function noteFailure(place: Place): Promise<Trouble> {
    const row = await db
      .insertInto("troubles")
      .values({ ...placeColumns(place), since: now(), failures: 1 })
      .onConflict((conflict) =>
        conflict.column("repository").doUpdateSet({
          ...placeColumns(place),
          since: sql`case when troubles.over_at is null then troubles.since else excluded.since end`,
          failures: sql`case when troubles.over_at is null then troubles.failures + 1 else 1 end`,
          over_at: null,
        }),
      )
      .returningAll()
      .executeTakeFirstOrThrow();
    return readTrouble(row);
  }

  /** One that nobody was told of is forgotten. */
  async function noteSuccess(place: Place): Promise<Trouble | undefined> {
    const repository = place.repository.id;
    await db.deleteFrom("troubles").where("repository", "=", repository).where("issue", "is", null).execute();
    const row = await db
      .updateTable("troubles")
      .set({ ...placeColumns(place), over_at: sql`coalesce(over_at, ${now()}::timestamptz)` })
      .where("repository", "=", repository)
      .returningAll()
      .executeTakeFirst();
    return row && readTrouble(row);
  }

  return {
    async of(repository) {
      const row = await db
        .selectFrom("troubles")
        .selectAll()
        .where("repository", "=", repository)
        .executeTakeFirst();
      return row && readTrouble(row);
    },

    note: (place, isFailure) => (isFailure ? noteFailure(place) : noteSuccess(place)),

    async tell(repository, { issue, toldAt, said }) {
      await db
        .updateTable("troubles")
        .set({ issue, told_at: toldAt, said })
        .where("repository", "=", repository)
        .execute();
    },

    async forget(repository) {
      await db.deleteFrom("troubles").where("repository", "=", repository).execute();
    },

    async lasting(since) {
      const rows = await db
        .selectFrom("troubles")
        .selectAll()
        .where("since", "<", since)
        .where("over_at", "is", null)
        .where("issue", "is", null)
        .orderBy("since")
        .limit(MOST)
        .execute();
      return rows.map(readTrouble);
    },
  };
}

function readTrouble(row: Selectable<TroublesTable>): Trouble {
  return {
    place: placeOf(row),
    since: row.since,
    failures: row.failures,
    isOver: row.over_at !== null,
    issue: row.issue,
    toldAt: row.told_at,
    said: row.said,
  };
}
