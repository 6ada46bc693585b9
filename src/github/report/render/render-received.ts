import { printable } from "../../../text/printable.ts";
import type { RepositoryName } from "../../github.ts";
import { code } from "./markdown.ts";
import type { RenderedEnd } from "./rendered-end.ts";

/** What another organization has brought here by consent of the policy: its own last word, and whose it is. */
export function renderReceived(end: RenderedEnd, from: RepositoryName): RenderedEnd {
  const name = `${from.owner}/${from.name}`;
  const { annotations: _, ...output } = end.output;
  return {
    conclusion: end.conclusion,
    output: {
      ...output,
      title: printable(`From ${name}: ${output.title}`),
      summary: `Brought by ${code(name)}, which the policy of this commit grants that.\n\n${output.summary}`,
    },
  };
}
