import { sql } from "kysely";
import type { Place } from "./errand.ts";
import { inPortions } from "./in-portions.ts";
import { placeColumns } from "./place-of.ts";
import type { LeftImages } from "./state.ts";
import type { Db } from "./tables.ts";

/**
 * Stores which images of a repository wait now, within a transaction. Those that waited before have waited since then, and are as urgent
 * as they were; and no pulls are allotted to them any longer.
 */
export async function storeWaiting(
  transaction: Db,
  place: Place,
  { looked, waiting }: LeftImages,
  now: Date,
): Promise<void> {
  const latest = new Map(waiting.map((image) => [image.source, image]));
  await transaction
    .deleteFrom("waiting_images")
    .where("repository", "=", place.repository.id)
    .where(sql<boolean>`source <> all(${[...latest.keys()]}::text[])`)
    .$if(looked !== null, (rows) => rows.where(sql<boolean>`source = any(${[...(looked ?? [])]}::text[])`))
    .execute();
  const rows = [...latest.values()].map(({ source, registry, identity, urgency, pulls, until }) => ({
    ...placeColumns(place),
    ...{ source, registry, identity, urgency, pulls, until },
    since: now,
    noted_at: now,
    allotted_at: null,
    allotted_to: null,
  }));
  for (const portion of inPortions(rows)) {
    await transaction
      .insertInto("waiting_images")
      .values(portion)
      .onConflict((conflict) =>
        conflict.columns(["repository", "source"]).doUpdateSet(({ ref }) => ({
          installation: ref("excluded.installation"),
          owner: ref("excluded.owner"),
          name: ref("excluded.name"),
          registry: ref("excluded.registry"),
          identity: ref("excluded.identity"),
          // A schedule that finds it waiting makes it no less urgent to who wanted it first.
          urgency: sql`least(waiting_images.urgency, excluded.urgency)`,
          pulls: ref("excluded.pulls"),
          until: ref("excluded.until"),
          since: sql`least(waiting_images.since, excluded.since)`,
          noted_at: ref("excluded.noted_at"),
          allotted_at: null,
          allotted_to: null,
        })),
      )
      .execute();
  }
}
