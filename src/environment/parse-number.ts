import { SettingError } from "./setting-error.ts";

/** A parser of whole numbers from `least` to `most`, in decimal digits. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new SettingError(`"${text}" is not a whole number from ${least} to ${most}`);
  };
}

/** The id of a GitHub App. */
export function parseAppId(text: string): number {
  const id = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (id > 0) return id;
  throw new SettingError(`"${text}" is not an App id; give the number that the App's settings page shows`);
}

const MILLISECONDS: Readonly<Record<string, number>> = { "": 1000, s: 1000, m: 60_000 };
const LONGEST = 3_600_000;

/** A time of at most an hour, such as `30`, `30s` or `2m`, in milliseconds. */
export function parseDuration(text: string): number {
  const [, digits = "", unit = ""] = /^(\d{1,6})([sm]?)$/.exec(text) ?? [];
  const time = digits === "" ? Number.NaN : Number(digits) * (MILLISECONDS[unit] ?? Number.NaN);
  if (time <= LONGEST) return time;
  throw new SettingError(
    `"${text}" is not a time; give seconds or minutes up to an hour, as in 30, 30s or 2m`,
  );
}
