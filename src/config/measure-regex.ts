/** What a pattern is made of, as far as its size goes: characters and sets, groups, and how often something may repeat. */
const TOKENS =
  /\\Q.*?(?:\\E|$)|\\[pP]\{[^}]*\}|\\x\{[^}]*\}|\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\((?:\?[\w:<>-]*)?|\)|\{(?<least>\d*)(?:,(?<most>\d*))?\}|[*+?|]|./gs;

/**
 * How many steps a regular expression has at most when its repetitions are written out: `\d{1,4}` some eight. Reads the text alone, so that what
 * is too long is never compiled; for what is no regular expression, any number.
 */
export function measureRegex(pattern: string): number {
  /** Of the groups around, the outermost first. */
  const around: number[] = [];
  let sum = 0;
  /** Of what a repetition would repeat. */
  let last = 0;
  for (const { 0: token, groups } of pattern.matchAll(TOKENS)) {
    let size = token.startsWith("\\Q") ? token.length : 1;
    if (token.startsWith("(")) {
      around.push(sum);
      sum = 0;
      last = 0;
      continue;
    }
    if (token === ")") {
      size = sum + 2;
      sum = around.pop() ?? 0;
    } else if (groups?.["least"] || groups?.["most"]) {
      const times = Math.max(Number(groups["least"] || 0), Number(groups["most"] || 0)) + 1;
      sum -= last;
      size = (last + 1) * times;
    }
    sum += size;
    last = size;
  }
  return around.reduce((total, one) => total + one, sum);
}
