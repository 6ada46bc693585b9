import type { ImageReport, ReportedError } from "../../../reconcile/report.ts";
import { isLeftUndone } from "../../../reconcile/verdict.ts";
import type { RepositoryName } from "../../github.ts";
import { BUDGET, type LongPart } from "./fit-parts.ts";
import { advice, code, excerpt } from "./markdown.ts";
import { settingsAdvice } from "./settings-advice.ts";

const LONGEST_WORDS = 1000;

/**
 * What went wrong, image by image: what, on which side, in the registry's own words, and what to do. `repository` is the one
 * that wants to write.
 */
export function failureList(images: readonly ImageReport[], repository: RepositoryName): LongPart {
  return {
    head: "### What went wrong\n",
    rows: images.flatMap((image) =>
      image.error && !isLeftUndone(image) ? [failureItem(image, image.error, repository)] : [],
    ),
    more: (missing) => `- … and ${missing} more`,
    // The table says for each image in a few words what this list says in many.
    most: BUDGET / 2,
  };
}

function failureItem(
  { source, destination, action }: ImageReport,
  error: ReportedError,
  repository: RepositoryName,
): string {
  const what = action === "blocked" ? "blocked" : "failed";
  const settings = settingsAdvice(destination, error, repository);
  const lines = [
    `${code(source)} → ${code(destination)}: ${what} at the ${error.side} (${code(error.code)})`,
    code(excerpt(error.message, LONGEST_WORDS)),
    ...(error.remedy ? [advice(excerpt(error.remedy, LONGEST_WORDS))] : []),
    ...(settings ? [settings] : []),
  ];
  return `- ${lines.join("<br>")}`;
}
