import { ANY_RUN, matchSequence, type Step } from "./match-sequence.ts";

/** A pattern that is no glob. `position` is the 0-based index where it goes wrong. */
export class GlobError extends Error {
  override readonly name = "GlobError";
  readonly position: number;

  constructor(position: number, reason: string) {
    super(reason);
    this.position = position;
  }
}

/** Whether `text` is a pattern rather than a name. */
export function isGlob(text: string): boolean {
  return /[*?[]/.test(text);
}

/**
 * Makes a test for whole texts: `*` is any run of characters (a `/` too), `?` is one, `[abc]`, `[a-z]` and `[!a]` are
 * one of a set. Nothing escapes anything, and case matters. A match costs at most pattern × text steps. Throws `GlobError`.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const steps = parse(pattern);
  return (text) => matchSequence(steps, text);
}

function parse(pattern: string): readonly Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === "[") {
      const end = pattern.indexOf("]", at);
      if (end < 0) throw new GlobError(at, "a `[` is never closed");
      steps.push(parseSet(pattern.slice(at + 1, end), at + 1));
      at = end;
    } else {
      steps.push(STEPS.get(character) ?? character);
    }
  }
  return steps;
}

const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ["*", ANY_RUN],
  ["?", () => true],
]);

/** `offset` is where the inside of the brackets begins in the pattern. */
function parseSet(inside: string, offset: number): Step {
  const negated = inside.startsWith("!");
  const ranges: [from: string, to: string][] = [];
  for (let at = negated ? 1 : 0; at < inside.length; at++) {
    const from = inside.charAt(at);
    const isRange = inside[at + 1] === "-" && at + 2 < inside.length;
    const to = isRange ? inside.charAt(at + 2) : from;
    if (from > to) throw new GlobError(offset + at, `the range ${from}-${to} runs backwards`);
    ranges.push([from, to]);
    if (isRange) at += 2;
  }
  if (ranges.length === 0) throw new GlobError(offset, "a `[…]` must name at least one character");
  return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== negated;
}
