import type { Config } from "../config/config.ts";
import type { NewlyApplied } from "../jobs/state.ts";
import type { OpenRun } from "./open-run.ts";
import { plannedLooks } from "./planned-looks.ts";

/**
 * What a run makes count as applied: nothing, where it looks at a part of the config only, or at the proposal of a pull request. `meaning` is
 * undefined where the config is wrong: then nothing is scheduled. `now` is in milliseconds since the epoch.
 */
export function appliedAs(
  { run, commit, config }: Pick<OpenRun, "run" | "commit" | "config">,
  meaning: Config | undefined,
  now: number,
): { readonly applied?: NewlyApplied } {
  if (run.pull !== null || run.scope.length > 0) return {};
  const sources = meaning && [
    ...new Set(meaning.entries.map(({ source: { registry, repository } }) => `${registry}/${repository}`)),
  ];
  const schedules = meaning ? plannedLooks(meaning, run.repository.id, now) : [];
  return {
    applied: {
      commit,
      configSha: config.sha,
      path: config.path,
      ...(sources && { sources }),
      schedules,
    },
  };
}
