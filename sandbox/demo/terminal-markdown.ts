import { marked, type Token, type Tokens } from "marked";
import { clip, displayWidth } from "../../src/cli/render/display-width.ts";
import type { Look, Style } from "../../src/cli/render/style.ts";
import { printable } from "../../src/text/printable.ts";

/** How text is set. */
export interface TextLayout {
  /** Columns. */
  readonly width: number;
  readonly style: Style;
}

/** Markdown of check runs as lines for a terminal: wrapped, tables aligned, what is folded stays folded. */
export function terminalMarkdown(markdown: string, layout: TextLayout): string[] {
  const lines: string[] = [];
  let isFolded = false;
  for (const token of marked.lexer(markdown, { gfm: true })) {
    const summary = token.type === "html" ? /<summary>(.*?)<\/summary>/.exec(token.raw)?.[1] : undefined;
    if (summary) lines.push(layout.style("quiet", `▸ ${decode(summary)}`));
    if (token.type === "html") isFolded = summary !== undefined && !token.raw.includes("</details>");
    else if (!isFolded) lines.push(...block(token, layout));
  }
  // One empty line parts two blocks, and none two folds.
  const isFold = (line: string | undefined) => line?.includes("▸ ") === true;
  return lines.filter((line, at) => {
    const next = lines[at + 1];
    return line !== "" || !(next === undefined || next === "" || (isFold(lines[at - 1]) && isFold(next)));
  });
}

function block(token: Token, layout: TextLayout): string[] {
  switch (token.type) {
    case "space":
      return [""];
    case "heading":
      return [layout.style("strong", inline(token.tokens)), ""];
    case "list":
      return (token as Tokens.List).items.flatMap((item) => hang("- ", textOf(item.tokens), layout.width));
    case "table":
      return table(token as Tokens.Table, layout);
    case "code":
      return codeBlock(token as Tokens.Code, layout);
    default:
      return textOf([token]).flatMap((line) => wrap(line, layout.width));
  }
}

/** The text of blocks, a line for each that the author broke. */
const textOf = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token) => inline("tokens" in token && token.tokens ? token.tokens : [token]).split("\n"));

function inline(tokens: readonly Token[] = []): string {
  return tokens
    .map((token): string => {
      if (token.type === "br" || (token.type === "html" && /^<br/.test(token.raw))) return "\n";
      if (token.type === "html") return "";
      if ("tokens" in token && token.tokens) return inline(token.tokens);
      const text: string = "text" in token ? token.text : token.raw;
      return printable(token.type === "codespan" ? text : decode(text).replaceAll("\n", " "));
    })
    .join("");
}

/** Entities that our own Markdown has. */
function decode(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };
  return text
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll(/&(lt|gt|amp|quot);/g, (_, name) => named[name] ?? "")
    .replaceAll("\u200b", "");
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

function hang(mark: string, paragraphs: readonly string[], width: number): string[] {
  const lines = paragraphs.flatMap((text) => wrap(text, width - mark.length));
  return lines.map((line, at) => (at === 0 ? mark : " ".repeat(mark.length)) + line);
}

/** The lines of a block of code that are shown; who wants all of them opens the page. */
const MOST_CODE = 4;

/** Lines are cut where they do not fit, for a broken one is another one. */
function codeBlock({ text, lang }: Tokens.Code, { width, style }: TextLayout): string[] {
  const lines = text.split("\n").map(printable);
  const shown = lines.slice(0, MOST_CODE).map((line) => `  ${paintCode(clip(line, width - 2), lang, style)}`);
  const left = lines.length - shown.length;
  return left > 0 ? [...shown, style("quiet", `  … ${left} more lines`)] : shown;
}

function paintCode(line: string, language: string | undefined, style: Style): string {
  const look = language === "diff" ? CHANGES[line.charAt(0)] : undefined;
  return style(look ?? "quiet", line);
}

const CHANGES: Readonly<Record<string, Look>> = { "+": "good", "-": "bad" };

const MARKS: Readonly<Record<string, Look>> = { "+": "good", "~": "change", "✗": "bad", "!": "bad" };

/** Aligned columns; where they do not fit, each row goes on in the next line. */
function table({ header, rows }: Tokens.Table, { width, style }: TextLayout): string[] {
  const cells = [header, ...rows].map((row) => row.map(({ tokens }) => inline(tokens)));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => displayWidth(row[column] ?? ""))));
  const total = widths.reduce((sum, each) => sum + each + 2, -2);
  const lines = cells.map((row) =>
    row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - displayWidth(cell))),
  );
  if (total <= width) {
    return lines.map((row, at) => {
      const line = row.join("  ").trimEnd();
      return at === 0 ? style("quiet", line) : paintMark(line, style);
    });
  }
  return cells
    .slice(1)
    .flatMap(([mark = "", from = "", to = "", ...rest]) => [
      ...wrap(`${mark}  ${from} → ${to}`, width).map((line) => paintMark(line, style)),
      style("quiet", `     ${rest.join(", ")}`),
    ]);
}

function paintMark(line: string, style: Style): string {
  const look = MARKS[line.charAt(0)];
  return look === undefined ? line : style(look, line.charAt(0)) + line.slice(1);
}
