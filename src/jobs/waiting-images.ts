import { type Selectable, sql } from "kysely";
import type { Clock } from "../oci/clock.ts";
import type { JobStore } from "./job-store.ts";
import type { Resumption, StoredWaitingImage, WaitingImages } from "./keeping-state.ts";
import type { WaitingImagesTable } from "./keeping-tables.ts";
import { notYetWaiting } from "./not-yet-waiting.ts";
import { placeOf } from "./place-of.ts";
import type { ReconcileRequest } from "./request.ts";
import { storeRequests } from "./store-requests.ts";
import type { Db } from "./tables.ts";
import { takeTurn } from "./take-turn.ts";
import { toJsonb } from "./to-jsonb.ts";

/** Images of one sweep; the next finds the rest. */
const MOST = 5000;
/** Milliseconds for which pulls are allotted at most. An image that its run has not looked at by then is due again. */
export const ALLOTTED_FOR = 3600 * 1000;

/** The images of a database that wait; `Runs.conclude` writes them. */
export function createWaitingImages(db: Db, jobs: JobStore, clock: Clock): WaitingImages {
  return {
    async of(repository) {
      const rows = await db
        .selectFrom("waiting_images")
        .selectAll()
        .where("repository", "=", repository)
        .orderBy("source")
        .execute();
      return rows.map(readImage);
    },

    async drop(repository) {
      const { numDeletedRows } = await db
        .deleteFrom("waiting_images")
        .where("repository", "=", repository)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },

    async due() {
      const now = new Date(clock.now());
      const rows = await db
        .selectFrom("waiting_images")
        .selectAll()
        .where((image) => image.or([image("until", "<=", now), image("noted_at", ">", now)]))
        .orderBy("since")
        .orderBy("repository")
        .orderBy("source")
        .limit(MOST)
        .execute();
      return rows.map(readImage);
    },

    async resume(resumptions, postponed) {
      const now = new Date(clock.now());
      await jobs.transact(async (transaction) => {
        await takeTurn(transaction);
        for (const resumption of resumptions) {
          const sources = await allot(transaction, resumption, now);
          if (sources.length === 0) continue;
          const due = await notYetWaiting(transaction, [requestFor(resumption, sources)]);
          const [run] = await storeRequests(transaction, jobs, due, now);
          if (run) await allotTo(transaction, run, resumption, sources);
        }
        await postpone(transaction, postponed, now);
      });
    },
  };
}

/** Resolves with the sources that wait still, and that nobody else has resumed meanwhile. */
async function allot(
  transaction: Db,
  { repository, sources }: Resumption,
  now: Date,
): Promise<readonly string[]> {
  const rows = await transaction
    .updateTable("waiting_images")
    .set({ allotted_at: now, noted_at: now, until: new Date(now.getTime() + ALLOTTED_FOR) })
    .where("repository", "=", repository.id)
    .where(sql<boolean>`source = any(${[...sources]}::text[])`)
    .where((image) => image.or([image("until", "<=", now), image("noted_at", ">", now)]))
    .returning("source")
    .execute();
  return rows.map(({ source }) => source).sort();
}

async function allotTo(
  transaction: Db,
  run: string,
  { repository }: Resumption,
  sources: readonly string[],
): Promise<void> {
  await transaction
    .updateTable("waiting_images")
    .set({ allotted_to: run })
    .where("repository", "=", repository.id)
    .where(sql<boolean>`source = any(${[...sources]}::text[])`)
    .execute();
}

function requestFor(
  { installation, repository, urgency }: Resumption,
  sources: readonly string[],
): ReconcileRequest {
  const scope = sources.map((source) => source.replaceAll(/[*?[]/g, "[$&]"));
  return { installation, repository, commit: null, reason: "resumed", scope, urgency };
}

async function postpone(
  transaction: Db,
  postponed: Parameters<WaitingImages["resume"]>[1],
  now: Date,
): Promise<void> {
  if (postponed.length === 0) return;
  await sql`
    update ghcr_mirror.waiting_images stored set until = given.until, noted_at = ${now}::timestamptz
    from jsonb_to_recordset(${toJsonb(postponed)}::jsonb)
      as given(repository bigint, source text, until timestamptz)
    where stored.repository = given.repository and stored.source = given.source
      and (stored.until <= ${now}::timestamptz or stored.noted_at > ${now}::timestamptz)`.execute(
    transaction,
  );
}

function readImage(row: Selectable<WaitingImagesTable>): StoredWaitingImage {
  const { source, registry, identity, urgency, pulls, until, since } = row;
  return { ...placeOf(row), source, registry, identity, urgency, pulls, until, since };
}
