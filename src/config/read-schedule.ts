import { CronError, parseCron } from "./cron.ts";
import { parseDuration } from "./duration.ts";
import { addFault } from "./fault.ts";
import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";
import { DURATIONS, faultOfDuration } from "./read-duration.ts";
import type { Schedule } from "./schedule.ts";
import { textOf, type Value } from "./value.ts";

/** The schedule that a string says. Undefined where it says none, with a problem added unless it is no string at all. */
export function readSchedule(value: Value | undefined, problems: ProblemList): Schedule | undefined {
  const text = textOf(value);
  if (!value || text === undefined) return;
  if (text === "never") return { kind: "never" };
  const [every] = /^every +/.exec(text) ?? [];
  if (every !== undefined) return readInterval(value, text.slice(every.length), every.length, problems);
  if (/^[\d*]\S* +\S/.test(text)) return readCron(value, text, problems);
  problems.add(value, `${quote(text)} is not a schedule`, hintFor(text));
  return;
}

function readInterval(
  value: Value,
  text: string,
  start: number,
  problems: ProblemList,
): Schedule | undefined {
  const fault = faultOfDuration(text, DURATIONS.interval);
  if (!fault) return { kind: "every", interval: parseDuration(text) ?? 0 };
  addFault(value, { ...fault, position: start + fault.position }, problems);
  return;
}

function readCron(value: Value, text: string, problems: ProblemList): Schedule | undefined {
  try {
    return { kind: "cron", line: parseCron(text, DURATIONS.interval.least) };
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    addFault(value, error, problems);
    return;
  }
}

const NICKNAMES: Readonly<Record<string, string>> = {
  hourly: "every 1h",
  daily: "every 1d",
  weekly: "every 7d",
  monthly: "0 0 1 * *",
};

function hintFor(text: string): string {
  const meant =
    NICKNAMES[text.replace(/^@/, "")] ?? (parseDuration(text) === undefined ? undefined : `every ${text}`);
  return meant
    ? `did you mean \`${meant}\`?`
    : "write `every 6h`, five fields of cron (`0 3 * * 1`, UTC) or `never`";
}
