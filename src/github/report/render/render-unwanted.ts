import type { CheckOutput } from "../check-output.ts";

/** The last word on a run whose repository was taken from the App in the middle of it. */
export function renderUnwanted(): CheckOutput {
  return {
    title: "Stopped: the repository was archived, moved, or taken from the App",
    summary:
      "Nothing more was copied from then on. Tags point at whole images only, and what has arrived stays.",
  };
}
