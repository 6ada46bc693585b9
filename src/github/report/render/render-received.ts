import { printable } from "../../../text/printable.ts";
import type { RepositoryName } from "../../github.ts";
import { code } from "./markdown.ts";
import type { RenderedEnd } from "./rendered-end.ts";

/** What another organization has brought here by consent of the policy: its own last word, and whose it is. */
export function renderReceived(end: RenderedEnd, from: RepositoryName): RenderedEnd {
  const { annotations: _, ...output } = end.output;
  const { title, summary } = broughtBy(end, from);
  return {
    conclusion: end.conclusion,
    output: { ...output, title, summary: `${summary}\n\n${output.summary}` },
  };
}

/** The same where more people may look than at that organization's config, which is private: only how much it was. */
export function renderReceivedFromPrivate(end: RenderedEnd, from: RepositoryName): RenderedEnd {
  const { title, summary } = broughtBy(end, from);
  const where = "That repository is private, and so is what its config says: its own check runs tell more.";
  return { conclusion: end.conclusion, output: { title, summary: `${summary} ${where}` } };
}

/** The policy itself names the repository. */
function broughtBy({ output }: RenderedEnd, { owner, name }: RepositoryName) {
  const from = `${owner}/${name}`;
  const summary = `Brought by ${code(from)}, which the policy of this commit grants that.`;
  return { title: printable(`From ${from}: ${output.title}`), summary };
}
