/** A text whose rows can be left out, from the last one on, when there is no room. */
export interface LongPart {
  readonly head: string;
  /** A line each. */
  readonly rows: readonly string[];
  readonly foot?: string;
  /** A row that says how many are missing. */
  readonly more: (missing: number) => string;
  /** The most bytes that this part may take, whatever room there is. */
  readonly most?: number;
}

/** What a check run's summary and text may take each, in bytes of UTF-8. GitHub takes 65,535 characters. */
export const BUDGET = 60_000;

/**
 * Joins parts, a blank line between them, so that they take at most `budget` bytes. Strings are kept whole and should be
 * short. Of the long parts, the last one is shortened first. Parts without rows are left out.
 */
export function fitParts(parts: readonly (string | LongPart)[], budget: number = BUDGET): string {
  const shown = parts.filter((part) => (typeof part === "string" ? part !== "" : part.rows.length > 0));
  const texts = shown.map((part) => (typeof part === "string" ? part : shorten(part, part.most ?? budget)));
  let excess = Buffer.byteLength(texts.join("\n\n")) - budget;
  for (const [at, part] of [...shown.entries()].reverse()) {
    const size = Buffer.byteLength(texts[at] ?? "");
    if (excess <= 0 || typeof part === "string") continue;
    const shorter = shorten(part, size - excess);
    excess -= size - Buffer.byteLength(shorter);
    texts[at] = shorter;
  }
  return texts.join("\n\n");
}

function shorten({ head, rows, foot = "", more }: LongPart, bytes: number): string {
  const frame = [head, foot, more(rows.length)].reduce((sum, line) => sum + sizeOf(line), 0);
  let left = bytes - frame;
  const end = rows.findIndex((row) => {
    left -= sizeOf(row);
    return left < 0;
  });
  const kept = end < 0 ? rows : [...rows.slice(0, end), more(rows.length - end)];
  return [head, ...kept, ...(foot ? [foot] : [])].join("\n");
}

function sizeOf(line: string): number {
  return Buffer.byteLength(line) + 1;
}
