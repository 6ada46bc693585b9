import type { AppliedConfigs } from "./state.ts";
import type { Db } from "./tables.ts";

/** The applied configs of a database; `Runs.conclude` writes them. */
export function createAppliedConfigs(db: Db): AppliedConfigs {
  return {
    async of(repository) {
      const row = await db
        .selectFrom("applied_configs")
        .selectAll()
        .where("repository", "=", repository)
        .executeTakeFirst();
      if (!row) return undefined;
      const { commit, config_sha: configSha, run, applied_at: appliedAt } = row;
      return { repository, commit, configSha, run, appliedAt };
    },
  };
}
