import type { RepositoryName } from "../../../github.ts";
import type { LongPart } from "../fit-parts.ts";
import { code, excerpt } from "../markdown.ts";

const LONGEST_WORDS = 1000;
const MOST_BYTES = 10_000;

/** A refusal in GitHub's own words, with what comes before them; empty where there are none. */
export function quote(before: string, words = ""): string {
  return words.trim() === "" ? "" : `${before} ${code(excerpt(words, LONGEST_WORDS))}`;
}

/** A list of such words below a heading; nothing where there are none. */
export function quotes(heading: string, words: readonly string[]): LongPart {
  return {
    head: `${heading}\n`,
    rows: words.filter((each) => each.trim() !== "").map((each) => `- ${code(excerpt(each, LONGEST_WORDS))}`),
    more: (missing) => `- … and ${missing} more`,
    most: MOST_BYTES,
  };
}

/** `acme/mirrors`, in Markdown. */
export function nameOf({ owner, name }: RepositoryName): string {
  return code(`${owner}/${name}`);
}

/** For after something was put right. */
export const RERUN = "Then press **Re-run** here.";

/** For where a part of the work may be done. */
export const GO_ON = "To go on, press **Re-run** here. What has arrived is not moved again.";
