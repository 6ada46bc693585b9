import { type Digest, isDigest } from "../../digest.ts";

/** Fields of JSON that somebody else wrote. */
export type OutsideWords = Readonly<Record<string, unknown>>;

/** The object that a text is in JSON; undefined for any other text. */
export function parseObject(text: string): OutsideWords | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The value, where it is a list of objects. */
export function asObjects(value: unknown): readonly OutsideWords[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const objects = value.map(asObject);
  return objects.every((object) => object !== undefined) ? objects : undefined;
}

export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The value, where it is a whole number from 0 up that is counted exactly. */
export function asCount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export function asDigest(value: unknown): Digest | undefined {
  return typeof value === "string" && isDigest(value) ? value : undefined;
}

/** Milliseconds since the epoch of a time in UTC as RFC 3339 has it. Go's zero time, in the year 1, is none. */
export function asTime(value: unknown): number | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value))
    return undefined;
  const time = Date.parse(value);
  return time > 0 ? time : undefined;
}

function asObject(value: unknown): OutsideWords | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as OutsideWords)
    : undefined;
}
