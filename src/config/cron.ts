import { type CronExpression, CronExpressionParser } from "cron-parser";
import { MINUTE } from "./duration.ts";
import { quote } from "./quote.ts";

/** A line that is no schedule. `position` is the 0-based index where it goes wrong. */
export class CronError extends Error {
  override readonly name = "CronError";
  readonly position: number;
  readonly hint: string | undefined;

  constructor(position: number, reason: string, hint?: string) {
    super(reason);
    this.position = position;
    this.hint = hint;
  }
}

/**
 * Checks a line of five fields (POSIX crontab: minute, hour, day of the month, month, day of the week) with `*`, `,`, `-`, `/` and names such
 * as `MON`. Returns it with one space between fields, names in upper case. Throws `CronError`, also where it never comes, and where it
 * comes twice within `closest` milliseconds.
 */
export function parseCron(text: string, closest: number): string {
  const fields = [...text.matchAll(/\S+/g)].map(({ 0: written, index }) => ({ written, index }));
  if (fields.length !== FIELDS.length) throw wrongCount(fields.map(({ written }) => written));
  for (const [place, { written, index }] of fields.entries()) checkField(written, place, index);
  const line = fields.map(({ written }) => written.toUpperCase()).join(" ");
  const [, , monthday, , weekday] = fields;
  if (monthday && weekday && monthday.written !== "*" && weekday.written !== "*") {
    const message = "this line names days of the month and of the week, and cron would run on both kinds";
    throw new CronError(weekday.index, message, "write `*` for one of the two");
  }
  const expression = read(line, 0);
  if (!expression) throw new CronError(0, `${quote(text)} never comes: no such month has such a day`);
  if (closestOf(expression) < closest) {
    const message = `${quote(text)} comes more often than every ${closest / MINUTE} minutes`;
    throw new CronError(0, message, "name fewer minutes: `0 * * * *` comes every hour");
  }
  return line;
}

/** When a checked line comes next after `now`, both in milliseconds since the epoch. UTC. */
export function nextOfCron(line: string, now: number): number | undefined {
  return read(line, now)?.next().getTime();
}

const FIELDS = [
  { name: "minute", takes: "0 to 59", last: 59, words: /^$/ },
  { name: "hour", takes: "0 to 23", last: 23, words: /^$/ },
  { name: "day of the month", takes: "1 to 31", last: 31, words: /^$/ },
  {
    name: "month",
    takes: "1 to 12, or JAN to DEC",
    last: 12,
    words: /JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC/g,
  },
  {
    name: "day of the week",
    takes: "0 (Sunday) to 6, or SUN to SAT",
    last: 7,
    words: /SUN|MON|TUE|WED|THU|FRI|SAT/g,
  },
] as const;

function checkField(written: string, place: number, index: number): void {
  const field = FIELDS[place];
  if (!field) return;
  const { name, takes, last, words } = field;
  const numbers = written.toUpperCase().replaceAll(new RegExp(words, "g"), "1");
  const line = FIELDS.map((_, at) => (at === place ? written : "*")).join(" ");
  if (!/^[\d*,/-]{1,100}$/.test(numbers) || !read(line, 0)) {
    throw new CronError(
      index,
      `${quote(written)} is no ${name}`,
      `write ${takes}, with \`*\`, \`,\`, \`-\` and \`/\``,
    );
  }
  // `*/90` would come every hour, for it begins anew with each.
  const step = [...written.matchAll(/\/(\d+)/g)].find(([, by]) => Number(by) > last);
  if (step) throw new CronError(index + step.index, `a step of ${step[1]} is longer than the whole field`);
}

function wrongCount(fields: readonly string[]): CronError {
  const message = `a cron line has five fields, this has ${fields.length}`;
  if (fields.length === FIELDS.length + 1) {
    return new CronError(
      0,
      message,
      `without seconds or years: minute, hour, day of the month, month, day of the week`,
    );
  }
  return new CronError(0, message, "minute, hour, day of the month, month, day of the week: `0 3 * * 1`");
}

/** Undefined where the line is none, or never comes. */
function read(line: string, after: number): CronExpression | undefined {
  try {
    return CronExpressionParser.parse(line, { tz: "UTC", currentDate: new Date(after) });
  } catch {
    return;
  }
}

/** The least time between two, midnight included even where the next day is none of its days. */
function closestOf({ fields }: CronExpression): number {
  const hours = fields.hour.values.map(Number);
  const minutes = fields.minute.values.map(Number);
  const times = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
  const gaps = times.map((time, at) => (times[at + 1] ?? (times[0] ?? 0) + 24 * 60) - time);
  return Math.min(...gaps) * MINUTE;
}
