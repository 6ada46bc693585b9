import { nextOfCron } from "./cron.ts";
import { parseDuration } from "./duration.ts";
import type { Schedule } from "./schedule.ts";

/** Reads what `describeSchedule` wrote. Undefined: another version wrote it. */
export function parseSchedule(text: string): Schedule | undefined {
  if (text === "never") return { kind: "never" };
  const [, every] = /^every (.+)$/.exec(text) ?? [];
  const interval = every === undefined ? undefined : parseDuration(every);
  if (interval) return { kind: "every", interval };
  const isCron = /^\S+(?: \S+){4}$/.test(text) && nextOfCron(text, 0) !== undefined;
  return isCron ? { kind: "cron", line: text } : undefined;
}
