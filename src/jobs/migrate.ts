import { type Migration, Migrator } from "kysely/migration";
import { firstTables } from "./migrations/0001-first-tables.ts";
import { workflows } from "./migrations/0002-workflows.ts";
import { errands } from "./migrations/0003-errands.ts";
import { keepingUp } from "./migrations/0004-keeping-up.ts";
import { StateError, wordsOf } from "./state-error.ts";
import { type Db, SCHEMA } from "./tables.ts";

/** In order, for good: one that was released is never changed, only followed by another. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-first-tables": firstTables,
  "0002-workflows": workflows,
  "0003-errands": errands,
  "0004-keeping-up": keepingUp,
};

/**
 * Brings our tables to what this version needs. Processes that start at the same time wait for each other under Kysely's lock.
 *
 * @throws {@link StateError} `MIGRATION_FAILED`, also when a newer version has changed the tables already.
 */
export async function migrate(db: Db, migrations = MIGRATIONS): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableSchema: SCHEMA,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw migrationFailed(error);
}

/** The error for tables, ours or the queue's, that cannot be brought to what this version needs. */
export function migrationFailed(error: unknown): StateError {
  return new StateError(
    "MIGRATION_FAILED",
    `The database cannot be brought to what this version needs: ${wordsOf(error)}. ` +
      "Run the newest version that has used it, or restore a backup.",
    error,
  );
}
