import { nextOfCron } from "./cron.ts";
import { describeDuration, MINUTE } from "./duration.ts";
import { spread } from "./spread.ts";

/** When something is done by itself. Times are UTC. */
export type Schedule =
  /** Every so many milliseconds. */
  | { readonly kind: "every"; readonly interval: number }
  /** A line of five fields, checked: `0 3 * * 1`. */
  | { readonly kind: "cron"; readonly line: string }
  | { readonly kind: "never" };

/** For how long the beginnings of one cron line are spread. */
const CRON_SPREAD = 5 * MINUTE;

/** The same for schedules that say the same: `every 6h`, `0 3 * * 1`, `never`. */
export function describeSchedule(schedule: Schedule): string {
  if (schedule.kind === "never") return "never";
  return schedule.kind === "cron" ? schedule.line : `every ${describeDuration(schedule.interval)}`;
}

/**
 * When it is next due after `now`, in milliseconds since the epoch; undefined for never. `seed` (who it is for) moves intervals by a part of
 * themselves and cron lines by up to five minutes, always by the same, so that not all begin at once. Depends on nothing else: whoever was
 * down asks once, and goes on from there.
 */
export function nextDue(schedule: Schedule, seed: string, now: number): number | undefined {
  if (schedule.kind === "never") return;
  if (schedule.kind === "cron") {
    const delay = Math.floor(spread(seed) * CRON_SPREAD);
    const next = nextOfCron(schedule.line, now - delay);
    return next === undefined ? undefined : next + delay;
  }
  const { interval } = schedule;
  const first = Math.floor(spread(seed) * interval);
  return first + (Math.floor((now - first) / interval) + 1) * interval;
}
