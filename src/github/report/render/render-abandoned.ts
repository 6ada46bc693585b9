import type { CheckOutput } from "../check-output.ts";
import { code, excerpt } from "./markdown.ts";
import { renderSuperseded } from "./render-superseded.ts";

const LONGEST_WORDS = 2000;

/**
 * The last word on a run that nobody will finish: the commit `newer` took its place, or it was given up after several tries.
 * `words` say what went wrong at the last one, and hold no secret.
 */
export function renderAbandoned(newer: string | null, words = ""): CheckOutput {
  if (newer !== null) return renderSuperseded(newer);
  const reason = words ? `, and this went wrong at last:\n\n${code(excerpt(words, LONGEST_WORDS))}` : ".";
  return {
    title: "The run could not be finished",
    summary: `It was tried several times${reason}\n\nTo try again, press **Re-run**. What has arrived is not moved again.`,
  };
}
