/**
 * Text from outside (a registry's message, a tag, a file's name) as one line that a terminal shows and does not obey.
 * Control, format and direction characters become visible escapes (`\x1b`, `\n`, `\u202e`). `##[`, which starts a
 * command anywhere in a line of a GitHub Actions log, is broken up.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, escaped).replaceAll("##[", "##\\[");
}

/**
 * A JSON document whose text holds no raw control characters either: JSON itself escapes only those below U+0020, and
 * a terminal also obeys those from U+007F to U+009F.
 */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(UNSAFE_IN_JSON, (text) =>
    Array.from({ length: text.length }, (_, at) => `\\u${hex(text.charCodeAt(at), 4)}`).join(""),
  );
}

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const UNSAFE_IN_JSON = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const NAMED: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\u{${hex(code, 5)}}`;
  return NAMED.get(character) ?? (code <= 0xff ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
