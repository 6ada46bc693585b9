import { DAY, describeDuration, HOUR, MINUTE, parseDuration } from "./duration.ts";
import { addFault, type Fault } from "./fault.ts";
import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";
import { textOf, type Value } from "./value.ts";

/** The least and the longest of what is allowed, in milliseconds. */
export interface DurationRange {
  readonly least: number;
  readonly most: number;
}

export const DURATIONS = {
  /** Of a schedule. */
  interval: { least: 15 * MINUTE, most: 90 * DAY },
  minAge: { least: 0, most: 365 * DAY },
  verifyEvery: { least: HOUR, most: 90 * DAY },
  deleteAfter: { least: DAY, most: 365 * DAY },
} as const satisfies Readonly<Record<string, DurationRange>>;

/** The milliseconds that a string says. Undefined where it says none, with a problem added unless it is no string at all. */
export function readDuration(
  value: Value | undefined,
  range: DurationRange,
  problems: ProblemList,
): number | undefined {
  const text = textOf(value);
  if (!value || text === undefined) return;
  const fault = faultOfDuration(text, range);
  if (!fault) return parseDuration(text);
  addFault(value, fault, problems);
  return;
}

/** What keeps a text from being a time span within a range; undefined where nothing does. */
export function faultOfDuration(text: string, { least, most }: DurationRange): Fault | undefined {
  const length = parseDuration(text);
  if (length === undefined) {
    const message = `${quote(text)} is not a time span`;
    return { position: 0, message, hint: hintFor(text) };
  }
  if (length >= least && length <= most) return;
  const [bound, word] = length < least ? [least, "least"] : [most, "most"];
  return {
    position: 0,
    message: `${quote(text)} is too ${length < least ? "short" : "long"}: at ${word} ${describeDuration(bound)}`,
  };
}

/** As other tools write them. Months are left out: their `m` would be minutes. */
const WORDS = /^(\d+) *(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/i;

function hintFor(text: string): string {
  const [, digits, unit = ""] = WORDS.exec(text) ?? [];
  if (digits !== undefined) return `did you mean \`${digits}${unit.charAt(0).toLowerCase()}\`?`;
  return "write a whole number of minutes, hours, days or weeks: `90m`, `6h`, `3d`, `2w`";
}
