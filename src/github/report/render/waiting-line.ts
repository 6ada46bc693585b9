import type { RunReport } from "../../../reconcile/report.ts";
import { waitsOf } from "../../../reconcile/waits-of.ts";
import { count } from "../../../text/count.ts";
import { code, prose, time } from "./markdown.ts";

/** The registries that are told of one by one. */
const MOST_REGISTRIES = 5;

/**
 * How many images wait for pulls, when they go on, and why they wait; empty where none does. What a pull request proposes does not go on by
 * itself. Markdown, a paragraph for each registry.
 */
export function waitingLine(
  { images }: Pick<RunReport, "images">,
  { isProposal = false }: { readonly isProposal?: boolean } = {},
): string {
  return waitsOf(images)
    .slice(0, MOST_REGISTRIES)
    .map(({ images: waiting, why, until, isForPulls }) => {
      const when = until === undefined ? "as soon as there are pulls again" : `at ${time(until)}`;
      const verbs = waiting === 1 ? ["waits", "goes"] : ["wait", "go"];
      const what = isForPulls ? " for pulls" : "";
      const how = isProposal
        ? `; comment ${code("/mirror sync")} again ${until === undefined ? "later" : `after ${time(until)}`}, or merge`
        : ` and ${verbs[1]} on by ${waiting === 1 ? "itself" : "themselves"} ${when}`;
      return `**${count(waiting, "image")} ${verbs[0]}${what}**${how}: ${prose(why)}.`;
    })
    .join("\n\n");
}
