import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { fromPglite, PgBoss } from "pg-boss";
import { compileWasmLean } from "./compile-wasm-lean.ts";
import { dataDirUnusable, lockDataDir } from "./data-dir-lock.ts";
import type { Database } from "./database.ts";
import { DurableNodeFS } from "./durable-node-fs.ts";
import { FairPGlite } from "./fair-pglite.ts";
import { type Db, SCHEMA, type Tables } from "./tables.ts";

/**
 * With fsync, which PGlite's own `-F` turns off; by the call of that name, for its `fdatasync`, the default for the log, is none.
 * With a cache that suits one small process, where 128 MB are the default.
 */
const START_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  ...["-c", "wal_sync_method=fsync"],
  ...["-c", "shared_buffers=16MB"],
];

/**
 * Opens PGlite in a directory, which this process then has for itself; the directory is made where it is missing.
 *
 * @throws StateError `DATA_DIR_IN_USE` or `DATA_DIR_UNUSABLE`.
 */
export async function openEmbedded(dataDir: string): Promise<Database> {
  const directory = resolve(dataDir);
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw dataDirUnusable(directory, error);
  });
  const lock = lockDataDir(directory);
  try {
    compileWasmLean();
    const fs = new DurableNodeFS(join(directory, "postgres"));
    const pglite = new FairPGlite({ fs, startParams: START_PARAMETERS });
    await pglite.waitReady;
    const database = embeddedDatabase(pglite);
    return {
      ...database,
      async close() {
        await database.close();
        lock[Symbol.dispose]();
      },
    };
  } catch (error) {
    lock[Symbol.dispose]();
    throw dataDirUnusable(directory, error);
  }
}

/** A PGlite that is open already, as a database. Closing the database closes it. */
export function embeddedDatabase(pglite: PGlite): Database {
  const db: Db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) }).withSchema(SCHEMA);
  const boss = new PgBoss({
    db: fromPglite(pglite),
    backend: "pglite",
    schedule: false,
    reindex: false,
    monitorVacuum: false,
  });
  return {
    db,
    boss,
    isShared: false,
    async vacuum() {
      // PGlite has neither an autovacuum nor a checkpointer: without these its files only grow.
      await pglite.query("VACUUM");
      await pglite.query("CHECKPOINT");
    },
    close: () => db.destroy(),
  };
}
