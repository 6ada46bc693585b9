export const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000] as const;

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** The milliseconds of `90m`, `6h`, `3d` or `2w`; undefined for every other text. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const length = UNITS[unit];
  return length === undefined ? undefined : Number(digits) * length;
}

/** Whole minutes in the largest unit that holds them without a rest, as `parseDuration` reads them. No weeks: everybody writes `7d`. */
export function describeDuration(milliseconds: number): string {
  if (milliseconds % DAY === 0) return `${milliseconds / DAY}d`;
  if (milliseconds % HOUR === 0) return `${milliseconds / HOUR}h`;
  return `${Math.ceil(milliseconds / MINUTE)}m`;
}
