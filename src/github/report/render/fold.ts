import type { LongPart } from "./fit-parts.ts";

/** Markdown that is shown when somebody opens it. `summary` is HTML. */
export function foldText(summary: string, markdown: string): string {
  return `${opening(summary)}${markdown}\n${CLOSING}`;
}

/** The same for a part that can be shortened. */
export function fold(summary: string, part: LongPart): LongPart {
  const foot = part.foot === undefined ? CLOSING : `${part.foot}\n${CLOSING}`;
  const head = part.head === "" ? opening(summary).slice(0, -1) : opening(summary) + part.head;
  return { ...part, head, foot };
}

// GitHub reads Markdown between tags only where blank lines part them.
const opening = (summary: string) => `<details><summary>${summary}</summary>\n\n`;
const CLOSING = "\n</details>";
