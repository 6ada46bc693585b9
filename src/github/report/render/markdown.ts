import { printable } from "../../../text/printable.ts";

/**
 * A value from outside as code, on one line, that can be copied as it is. Safe in a line, in a table's cell and in a link's
 * words: GitHub looks for neither Markdown nor mentions nor references in code.
 */
export function code(value: string): string {
  // A marker is looked for in the raw text.
  const text = printable(value).replaceAll("<!--", "<! --");
  if (text === "") return "";
  // A table's cell ends at a pipe in a code span too, and readers disagree about a backslash before it.
  if (/[|\\]/.test(text)) return `<code>${asEntities(text)}</code>`;
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(shortestOther(runs.map(({ length }) => length)));
  const padding = /^[` ]|[` ]$/.test(text) ? " " : "";
  return fence + padding + text + padding + fence;
}

/** A value from outside as plain words, in the middle of a line: no markup, no mention, no reference, no link, no marker. */
export function prose(value: string): string {
  return asEntities(printable(value).replace(/@|#(?=\d)|(?<=\bGH)-/gi, `$&${ZERO_WIDTH_SPACE}`));
}

/** Our own words on values from outside: prose in which `code` stays what it is. A URL in them is theirs, and no link. */
export function remark(value: string): string {
  return value
    .split(/(`[^`]+`)/)
    .map((part, at) => (at % 2 === 0 ? prose(part) : code(part.slice(1, -1))))
    .join("");
}

/** Our own advice, which may name values from outside: a remark in which HTTPS links stay what they are. */
export function advice(value: string): string {
  return value
    .split(/(`[^`]+`|https:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)])/)
    .map((part, at) => (at % 2 === 0 || part.startsWith("`") ? remark(part) : link(part, part)))
    .join("");
}

/** A link with these words; words alone where the URL is neither one of HTTPS nor of this machine, where a GitHub is tried out. */
export function link(words: string, url: string): string {
  if (!/^(?:https:\/\/|http:\/\/127\.0\.0\.1(?::\d+)?\/)/.test(url)) return prose(words);
  const target = url
    .toWellFormed()
    .replace(/[^\w\-.~:/?#@!$&+,;=%]/gu, (character) =>
      /[()*']/.test(character) ? `%${character.charCodeAt(0).toString(16)}` : encodeURIComponent(character),
    )
    .replaceAll("&", "&amp;");
  return `[${prose(words)}](<${target}>)`;
}

/** A row of a table, of cells that are safe already. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The first two lines of a table. */
export function tableHead(names: readonly string[]): string {
  return `${row(names)}\n${row(names.map(() => "---"))}`;
}

/** Milliseconds since the epoch in ISO 8601, in UTC, to the second. */
export function time(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The first characters of a text that nobody would read to its end. */
export function excerpt(value: string, length: number): string {
  return value.length > length ? `${value.slice(0, length).toWellFormed()}…` : value;
}

const ZERO_WIDTH_SPACE = "\u200b";

/** What could be markup, and what makes a link of a bare URL. An entity is never either. */
function asEntities(text: string): string {
  return text.replace(
    /[\\`*_~[\]<>&|"'$\u200b]|:(?=\/\/)|(?<=www)\./gi,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

function shortestOther(lengths: readonly number[]): number {
  let length = 1;
  while (lengths.includes(length)) length += 1;
  return length;
}
