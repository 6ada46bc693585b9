/** How a span of text looks, as far as this project's output uses it. */
export type Look = "plain" | "strong" | "quiet" | "green" | "yellow" | "red";

/** A run of characters of one look, without blanks at its ends. */
export interface Span {
  /** From 0, each character one column wide. */
  readonly column: number;
  readonly look: Look;
  readonly text: string;
}

/** ECMA-48, "SGR": what begins a look. Everything else ends it. */
const LOOKS: ReadonlyMap<string, Look> = new Map([
  ["1", "strong"],
  ["2", "quiet"],
  ["31", "red"],
  ["32", "green"],
  ["33", "yellow"],
]);

/** Reads text with ANSI colors into the spans of each line. Looks do not nest. */
export function readAnsi(text: string): Span[][] {
  let look: Look = "plain";
  return text.split("\n").map((line) => {
    const spans: Span[] = [];
    let column = 0;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what begins an escape sequence
    for (const [, code, words = ""] of line.matchAll(/\x1b\[(\d*)m|([^\x1b]+)/g)) {
      if (code !== undefined) look = LOOKS.get(code) ?? "plain";
      for (const { 0: word, index } of words.matchAll(/\S+(?: \S+)*/g)) {
        spans.push({ column: column + [...words.slice(0, index)].length, look, text: word });
      }
      column += [...words].length;
    }
    return spans;
  });
}
