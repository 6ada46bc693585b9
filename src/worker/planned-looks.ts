import type { Config } from "../config/config.ts";
import { describeSchedule, nextDue } from "../config/schedule.ts";
import { scopeOf } from "../config/scope-of.ts";
import type { PlannedLook } from "../jobs/keeping-state.ts";

/** When the entries of a repository's config are to be looked at next, those of one schedule together. `now` is in milliseconds. */
export function plannedLooks(config: Config, repository: number, now: number): readonly PlannedLook[] {
  const groups = Map.groupBy(config.entries, ({ schedule }) => describeSchedule(schedule));
  return [...groups].flatMap(([name, entries]): readonly PlannedLook[] => {
    const [first] = entries;
    const dueAt = first && nextDue(first.schedule, seedOf(repository), now);
    if (dueAt === undefined) return [];
    // Where all have the same, what is new in the config until then is meant, too.
    const scope = groups.size === 1 ? [] : scopeOf(entries);
    return [{ schedule: name, scope, dueAt: new Date(dueAt) }];
  });
}

/** What moves the schedules of a repository: all of them by the same. */
export function seedOf(repository: number): string {
  return `${repository}`;
}
