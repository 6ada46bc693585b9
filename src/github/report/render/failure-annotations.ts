import type { ImageReport } from "../../../reconcile/report.ts";
import { isLeftUndone } from "../../../reconcile/verdict.ts";
import { printable } from "../../../text/printable.ts";
import type { Annotation } from "../check-output.ts";
import { excerpt } from "./markdown.ts";

/** Nobody reads more, and each 50 are a request. */
const MOST = 100;
const [LONGEST_TITLE, LONGEST_MESSAGE] = [200, 2000];

/** What went wrong with images, on the lines of the config that mean them, where those are known. `path` is the config's. */
export function failureAnnotations(images: readonly ImageReport[], path: string): readonly Annotation[] {
  return images
    .flatMap(({ source, line, error, ...image }) =>
      error && line && !isLeftUndone({ source, error, ...image }) ? [{ source, line, error }] : [],
    )
    .slice(0, MOST)
    .map(({ source, line, error }) => ({
      path,
      startLine: line,
      endLine: line,
      level: "failure",
      title: printable(excerpt(`${source}: ${error.code} at the ${error.side}`, LONGEST_TITLE)),
      message: [error.message, error.remedy ?? ""]
        .filter((words) => words !== "")
        .map((words) => printable(excerpt(words, LONGEST_MESSAGE)))
        .join("\n"),
    }));
}
