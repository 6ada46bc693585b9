import { redactSecrets } from "./redact.ts";

const LONGEST_WORDS = 400;

/** Words from outside as they may stand in a message: one line, no control characters, no secrets, not too long. */
export function tidyWords(words: string): string {
  const line = redactSecrets(words)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  return line.length > LONGEST_WORDS ? `${line.slice(0, LONGEST_WORDS)}…` : line;
}
