import type { CheckOutput } from "../check-output.ts";
import { prose } from "./markdown.ts";

/** The last word on a run whose turn did not come because the commit `newer` changes the config. It ends as `cancelled`. */
export function renderSuperseded(newer: string): CheckOutput {
  return {
    title: `Superseded by ${newer.slice(0, 7)}`,
    // GitHub makes a link of a full SHA.
    summary: `A newer commit has another config: ${prose(newer)}. That one is carried out, and nothing was copied for this one.`,
  };
}
