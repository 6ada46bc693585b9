import { type Selectable, sql } from "kysely";
import { placeOf } from "./place-of.ts";
import type { AppliedConfig, AppliedConfigs } from "./state.ts";
import type { AppliedConfigsTable, Db } from "./tables.ts";

/** Configs of one look. */
const MOST = 1000;

/** The applied configs of a database; `Runs.conclude` writes them. */
export function createAppliedConfigs(db: Db): AppliedConfigs {
  const configs = db.selectFrom("applied_configs").selectAll();
  const byName = configs.orderBy("owner").orderBy("name").limit(MOST);

  return {
    async of(repository) {
      const row = await configs.where("repository", "=", repository).executeTakeFirst();
      return row && readConfig(row);
    },

    async copying(source) {
      const rows = await byName.where(sql<boolean>`sources @> ${JSON.stringify([source])}::jsonb`).execute();
      return rows.map(readConfig);
    },

    async ofInstallation(installation) {
      const rows = await byName.where("installation", "=", installation).execute();
      return rows.map(readConfig);
    },
  };
}

function readConfig(row: Selectable<AppliedConfigsTable>): AppliedConfig {
  return {
    repository: row.repository,
    place: placeOf(row),
    path: row.path,
    commit: row.commit,
    configSha: row.config_sha,
    run: row.run,
    appliedAt: row.applied_at,
  };
}
