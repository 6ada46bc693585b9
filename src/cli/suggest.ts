import { nearest } from "../config/nearest.ts";

/** `; did you mean "--owner"?` when `word` may be a slip for one of `candidates`, otherwise nothing. */
export function suggest(word: string, candidates: readonly string[]): string {
  const candidate = nearest(word, candidates);
  return candidate === undefined ? "" : `; did you mean "${candidate}"?`;
}
