import { type Selectable, sql } from "kysely";
import type { Clock } from "../oci/clock.ts";
import { inPortions } from "./in-portions.ts";
import type { MirroredImage, MirroredImages } from "./state.ts";
import type { Db, MirroredImagesTable } from "./tables.ts";

/** Older than anybody believes. */
const LONG_AGO = new Date(0);

/** The mirrored images of a database. */
export function createMirroredImages(db: Db, clock: Clock): MirroredImages {
  return {
    async put(images) {
      const now = new Date(clock.now());
      // A statement may not touch a row twice; the last word on a destination counts.
      const latest = new Map(images.map((image) => [`${image.repository} ${image.destination}`, image]));
      const rows = [...latest.values()].map((image) => ({
        repository: image.repository,
        destination: image.destination,
        source: image.source,
        source_digest: image.sourceDigest,
        destination_digest: image.destinationDigest,
        platforms: image.platforms,
        first_seen: now,
        last_verified: now,
      }));
      for (const portion of inPortions(rows)) {
        await db
          .insertInto("mirrored_images")
          .values(portion)
          .onConflict((conflict) =>
            conflict.columns(["repository", "destination"]).doUpdateSet(({ ref }) => ({
              source: ref("excluded.source"),
              source_digest: ref("excluded.source_digest"),
              destination_digest: ref("excluded.destination_digest"),
              platforms: ref("excluded.platforms"),
              last_verified: ref("excluded.last_verified"),
              first_seen: sql`case when mirrored_images.destination_digest = excluded.destination_digest
                then mirrored_images.first_seen else excluded.first_seen end`,
            })),
          )
          .execute();
      }
    },

    async doubt(destination) {
      await db
        .updateTable("mirrored_images")
        .set({ last_verified: LONG_AGO })
        .where("destination", "=", destination)
        .execute();
    },

    async forget(repository, destinations) {
      for (const portion of inPortions(destinations)) {
        await db
          .deleteFrom("mirrored_images")
          .where("repository", "=", repository)
          .where("destination", "in", portion)
          .execute();
      }
    },

    async of(repository) {
      const rows = await db
        .selectFrom("mirrored_images")
        .selectAll()
        .where("repository", "=", repository)
        .orderBy("destination")
        .execute();
      return rows.map(readImage);
    },

    async at(destination) {
      const rows = await db
        .selectFrom("mirrored_images")
        .selectAll()
        .where("destination", "=", destination)
        .orderBy("repository")
        .execute();
      return rows.map(readImage);
    },

    async confirm(repository, destination) {
      await db
        .updateTable("mirrored_images")
        .set({ last_verified: new Date(clock.now()) })
        .where("repository", "=", repository)
        .where("destination", "=", destination)
        .execute();
    },
  };
}

function readImage(row: Selectable<MirroredImagesTable>): MirroredImage {
  return {
    repository: row.repository,
    source: row.source,
    destination: row.destination,
    sourceDigest: row.source_digest,
    destinationDigest: row.destination_digest,
    platforms: row.platforms,
    firstSeen: row.first_seen,
    lastVerified: row.last_verified,
  };
}
