import { InputError } from "../workflow/input-error.ts";

/** A part of a run's images, which one job of several has. */
export interface Part {
  /** From 0: the first job, which has what no other has. */
  readonly index: number;
  /** How many parts there are in all. */
  readonly count: number;
  /** Globs on `source:tag` that match what is meant and nothing else. Empty for the first part. */
  readonly only: readonly string[];
}

/** The part of a job that has all. */
export const WHOLE: Part = { index: 0, count: 1, only: [] };

/**
 * A part as the list of strings that goes through a matrix: `["2 of 4", "docker.io/library/redis:7", …]`. A job's output that
 * holds a line of a secret is dropped, and a Docker config is a secret with lines like `}`: hence no objects.
 */
export function encodePart({ index, count, only }: Part): readonly string[] {
  return [`${index} of ${count - 1}`, ...only];
}

/** Reads the JSON of what {@link encodePart} wrote; nothing is {@link WHOLE}. Throws {@link InputError}. */
export function decodePart(text: string | undefined): Part {
  if (text === undefined) return WHOLE;
  const [name, ...only] = parseList(text);
  const [, index, last] = /^(\d{1,3}) of (\d{1,3})$/.exec(name ?? "")?.map(Number) ?? [];
  if (!index || !last || index > last || only.length === 0) throw unusable();
  return { index, count: last + 1, only };
}

/** A glob that matches a reference. Only the address of an IPv6 registry has characters that mean something in one. */
export function globFor(source: string): string {
  return source.replace(/[[\]]/g, "?");
}

function parseList(text: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.every((item) => typeof item === "string")) return list;
  } catch {
    // Said below.
  }
  throw unusable();
}

function unusable(): InputError {
  return new InputError("part", "is not what the first job gave out");
}
