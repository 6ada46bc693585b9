/** How the first line of a text ends. */
export function lineBreakOf(text: string): "\n" | "\r\n" {
  const end = text.indexOf("\n");
  return end > 0 && text[end - 1] === "\r" ? "\r\n" : "\n";
}

/** Where the line with this index begins. */
export function startOfLine(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}

/** Where the line with this index ends, before its line break. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return end > 0 && text[end - 1] === "\r" ? end - 1 : end;
}

/** The spaces with which the line of this index begins; as many where something else stands before it. */
export function indentAt(text: string, at: number): string {
  const before = text.slice(startOfLine(text, at), at);
  return /^[ \t]*$/.test(before) ? before : " ".repeat(before.length);
}
