import { fromMarkdown } from "mdast-util-from-markdown";

/** A comment with more of these is a dump of something. The time to parse it grows with their product. */
const MOST_LINES = 1_000;
const MOST_MARKS = 2_000;
/** Columns that quotes and lists may take before the text: each level of them is looked at anew in every line. */
const DEEPEST = 60;

/** `/mirror` as a word of its own, whatever its case. */
const LIKE_A_COMMAND = /^ {0,3}\/mirror(?=\s|$)/i;
/** What Markdown is made of. */
const MARK = /[*_\-=>+[\]<`~!&\\#()]|\d[.)]/g;
/** The marks of quotes and lists that a line begins with. */
const CONTAINERS = /^(?:[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))+/;

/** The lines of a comment that are commands, as they were written; or it holds too much to be looked through. */
export type CommandLines = readonly string[] | "too-tangled";

/**
 * Finds the lines that begin with `/mirror` and are plain text: in a paragraph that is in nothing else, and there neither in code, HTML nor a link.
 * https://spec.commonmark.org/0.31.2/: a line that goes on after a quote or list item without its mark belongs to it.
 */
export function commandLines(text: string): CommandLines {
  const lines = text.split(/\r\n|\n|\r/);
  if (!lines.some((line) => LIKE_A_COMMAND.test(line))) return [];
  if (isTangled(text, lines)) return "too-tangled";
  const found: string[] = [];
  for (const block of fromMarkdown(text).children) {
    if (block.type !== "paragraph" || !block.position) continue;
    const { start, end } = block.position;
    const covered = linesInside(block.children);
    for (let line = start.line; line <= end.line; line++) {
      const source = lines[line - 1] ?? "";
      if (LIKE_A_COMMAND.test(source) && !covered.has(line)) found.push(source);
    }
  }
  return found;
}

type Inline = Extract<
  ReturnType<typeof fromMarkdown>["children"][number],
  { type: "paragraph" }
>["children"][number];

/** The lines that begin in the middle of something other than text. Emphasis counts as text: a glob may look like one. */
function linesInside(nodes: readonly Inline[]): ReadonlySet<number> {
  const covered = new Set<number>();
  const pending = [...nodes];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === "emphasis" || node.type === "strong") pending.push(...node.children);
    else if (node.type !== "text" && node.type !== "break" && node.position) {
      const { start, end } = node.position;
      for (let line = start.line + 1; line <= end.line; line++) covered.add(line);
    }
  }
  return covered;
}

/** Whether parsing it would take long: some comments are written for that. */
function isTangled(text: string, lines: readonly string[]): boolean {
  if (lines.length > MOST_LINES || (text.match(MARK)?.length ?? 0) > MOST_MARKS) return true;
  return lines.some((line) => (CONTAINERS.exec(line)?.[0] ?? "").replaceAll("\t", "    ").length > DEEPEST);
}
