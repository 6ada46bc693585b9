import { PGlite } from "@electric-sql/pglite";
import { FairPGlite } from "../../src/jobs/fair-pglite.ts";
import { keepSeed, readSeed } from "./pglite-seed.ts";

/** Making one takes seconds, emptying one milliseconds; so a test process makes as many as it needs at a time. */
const idle: PGlite[] = [];

/** An embedded PostgreSQL in memory that holds no rows. To be handed back with {@link givePglite}. */
export async function takePglite(): Promise<PGlite> {
  const pglite = idle.pop() ?? (await createPglite());
  await pglite.exec(EMPTY);
  return pglite;
}

/** Hands it to the next test. */
export function givePglite(pglite: PGlite): void {
  idle.push(pglite);
}

/** Makes one that nobody else had, to be closed by whoever asked. */
export async function createPglite(): Promise<PGlite> {
  const seed = await readSeed();
  const pglite = new FairPGlite({
    startParams: [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"],
    ...(seed && { loadDataDir: seed }),
  });
  await pglite.waitReady;
  if (!seed) await keepSeed(pglite);
  return pglite;
}

/** Takes all rows out, of tables that may not be there yet; `delete`, because `truncate` is slower on small tables. */
export const EMPTY = `
  do $$
  declare t text;
  begin
    for t in select format('%I.%I', table_schema, table_name) from information_schema.tables
      where table_schema = 'ghcr_mirror' and table_name not like 'kysely%' and table_name <> 'sweep'
    loop execute 'delete from ' || t; end loop;
    if to_regclass('pgboss.job') is not null then
      delete from pgboss.job;
      update ghcr_mirror.sweep set begun_at = null;
    end if;
  end $$`;
