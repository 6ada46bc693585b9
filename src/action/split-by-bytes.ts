import type { SurveyedImage } from "../reconcile/share.ts";

/** Sources, each in one list or in the rest. */
export interface Split {
  readonly parts: readonly (readonly string[])[];
  /** What no part has room for. */
  readonly rest: readonly string[];
}

/**
 * Deals sources out so that each part moves about the same number of bytes: the largest first, always to the part that has
 * the least. Images of one source stay together. The names in one part have at most `room` characters, with four more for each.
 */
export function splitByBytes(images: readonly SurveyedImage[], parts: number, room: number): Split {
  const hands = Array.from({ length: parts }, () => ({ bytes: 0, left: room, sources: [] as string[] }));
  const rest: string[] = [];
  const sizes = bytesBySource(images);
  for (const [source, bytes] of [...sizes].sort(([, a], [, b]) => b - a)) {
    const size = source.length + BETWEEN;
    const roomy = hands.filter(({ left }) => left >= size);
    const [first, ...others] = roomy;
    if (!first) {
      rest.push(source);
      continue;
    }
    const hand = others.reduce((least, other) => (other.bytes < least.bytes ? other : least), first);
    hand.bytes += bytes;
    hand.left -= size;
    hand.sources.push(source);
  }
  return { parts: hands.map(({ sources }) => sources).filter((sources) => sources.length > 0), rest };
}

/** Quotes, a comma and a line's end of the JSON. */
const BETWEEN = 4;

function bytesBySource(images: readonly SurveyedImage[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { source, bytes } of images) sizes.set(source, (sizes.get(source) ?? 0) + bytes);
  return sizes;
}
