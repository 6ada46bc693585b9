import { sql } from "kysely";
import type { Clock } from "../oci/clock.ts";
import { inPortions } from "./in-portions.ts";
import type { Departures } from "./keeping-state.ts";
import type { Db } from "./tables.ts";

/** The departures of a database. */
export function createDepartures(db: Db, clock: Clock): Departures {
  return {
    async of(repository) {
      const rows = await db
        .selectFrom("departures")
        .selectAll()
        .where("repository", "=", repository)
        .orderBy("destination")
        .execute();
      return rows.map(
        ({ announced_at: announcedAt, kept_at: keptAt, failed_at: failedAt, ...departure }) => ({
          ...departure,
          announcedAt,
          ...(keptAt && { keptAt }),
          ...(failedAt && { failedAt }),
        }),
      );
    },

    async announce(repository, departed, back) {
      const announced_at = new Date(clock.now());
      const latest = new Map(departed.map((each) => [each.destination, each]));
      const rows = [...latest.values()].map(({ destination, source, digest, kind }) => ({
        repository,
        destination,
        source,
        digest,
        kind,
        announced_at,
        kept_at: null,
        failed_at: null,
      }));
      await db.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom("departures")
          .where("repository", "=", repository)
          .where(sql<boolean>`destination = any(${[...back]}::text[])`)
          .execute();
        for (const portion of inPortions(rows)) {
          await transaction
            .insertInto("departures")
            .values(portion)
            .onConflict((conflict) =>
              conflict.columns(["repository", "destination"]).doUpdateSet(({ ref }) => ({
                source: ref("excluded.source"),
                digest: ref("excluded.digest"),
                kind: ref("excluded.kind"),
                kept_at: sql`case when departures.digest = excluded.digest then departures.kept_at end`,
                // The clock may have been set back: nothing was announced later than now.
                announced_at: sql`case when departures.digest = excluded.digest and departures.kind = excluded.kind
                  then least(departures.announced_at, excluded.announced_at) else excluded.announced_at end`,
              })),
            )
            .execute();
        }
      });
    },

    async wantedElsewhere(repository) {
      const { rows } = await sql<{ readonly destination: string }>`
        select destination from ghcr_mirror.departures gone
        where repository = ${repository} and exists (
          select from (
            select repository from ghcr_mirror.mirrored_images where destination = gone.destination
            union all select repository from ghcr_mirror.backups where backup = gone.destination
          ) other
          where other.repository <> gone.repository and not exists (
            select from ghcr_mirror.departures theirs
            where theirs.repository = other.repository and theirs.destination = gone.destination
          )
        )`.execute(db);
      return new Set(rows.map(({ destination }) => destination));
    },

    keep: (repository, destinations) => note(repository, destinations, "kept_at"),
    fail: (repository, destinations) => note(repository, destinations, "failed_at"),
  };

  async function note(repository: number, destinations: readonly string[], when: "kept_at" | "failed_at") {
    await db
      .updateTable("departures")
      .set({ [when]: new Date(clock.now()) })
      .where("repository", "=", repository)
      .where(sql<boolean>`destination = any(${[...destinations]}::text[])`)
      .execute();
  }
}
