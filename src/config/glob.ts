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
 * one of a set. Nothing escapes anything, and case matters. Throws `GlobError`.
 *
 * The matcher never goes back further than to the last `*`, so that a match costs at most pattern × text steps. A
 * translation into `RegExp`, which backtracks, would let the author of a config hang the process.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const steps = parse(pattern);
  return (text) => matches(steps, text);
}

/** `*`, `?`, a character that stands for itself, or a set of characters. */
type Step = string | ((character: string) => boolean);

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
      steps.push(character);
    }
  }
  return steps;
}

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

function matches(steps: readonly Step[], text: string): boolean {
  let step = 0;
  let at = 0;
  let afterStar = -1;
  let retryAt = 0;
  while (at < text.length) {
    const wanted = steps[step];
    if (wanted === "*") {
      step += 1;
      afterStar = step;
      retryAt = at;
    } else if (wanted !== undefined && admits(wanted, text.charAt(at))) {
      step += 1;
      at += 1;
    } else if (afterStar >= 0) {
      // The last `*` takes one character more.
      step = afterStar;
      retryAt += 1;
      at = retryAt;
    } else {
      return false;
    }
  }
  while (steps[step] === "*") step += 1;
  return step === steps.length;
}

function admits(wanted: Step, character: string): boolean {
  return wanted === "?" || wanted === character || (typeof wanted === "function" && wanted(character));
}
