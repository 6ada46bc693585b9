import { count } from "../../../text/count.ts";
import { printable } from "../../../text/printable.ts";
import { BUDGET, fitParts, type LongPart } from "./fit-parts.ts";
import { code, excerpt, link } from "./markdown.ts";

const LONGEST_TITLE = 200;

/** An image of a config. */
export interface ToldAddition {
  readonly source: string;
  readonly to?: string | undefined;
}

/** What became of images that were to be added. */
export interface Added {
  readonly added: readonly ToldAddition[];
  /** What the config means already. */
  readonly already: readonly ToldAddition[];
  /** Where they are proposed; undefined: nowhere, the default branch has them all. */
  readonly pull: { readonly number: number; readonly url: string } | undefined;
  /** It was opened for them. */
  readonly isNew: boolean;
}

/** The answer to who asked for it. */
export function renderAdded({ added, already, pull, isNew }: Added): readonly (string | LongPart)[] {
  const where = pull ? link(`#${pull.number}`, pull.url) : "the config";
  const headline =
    added.length === 0
      ? `Nothing to add: ${where} has ${already.length === 1 ? "it" : "them all"} already.`
      : `${isNew ? "Opened" : "Extended"} ${where}, which adds ${count(added.length, "image")}. ${added.length === 1 ? "It is" : "They are"} mirrored once it is merged, and before that by ${code("/mirror sync")} there.`;
  if (added.length === 0) return [headline];
  return [list(`${headline}\n`, added), list("There already:\n", already)];
}

/** The title of the pull request, plain text. */
export function titleOfAddition(added: readonly ToldAddition[]): string {
  const [only, another] = added;
  const what = only && !another ? only.source : count(added.length, "image");
  return printable(excerpt(`Mirror ${what}`, LONGEST_TITLE));
}

/** Who asked for what, where. */
export interface Addition {
  readonly added: readonly ToldAddition[];
  /** The config, from the top of the repository. */
  readonly path: string;
  readonly login: string;
  readonly thread: number;
}

/** The text of the pull request. */
export function renderAddition({ added, path, login, thread }: Addition): string {
  return fitParts([
    list(`Adds to ${code(path)}:\n`, added),
    `Asked for by ${code(`@${login}`)} in #${thread}. The check run \`mirror / plan\` says what it would do; \`/mirror add\` in any conversation adds more to it.`,
  ]);
}

/** What the text of the pull request says when more is added to it; undefined where it has no room for that. */
export function extendAddition(
  { title, body }: { readonly title: string; readonly body: string },
  { added, login, thread }: Omit<Addition, "path">,
): { readonly title: string; readonly body: string } | undefined {
  const more = fitParts([list(`Also, asked for by ${code(`@${login}`)} in #${thread}:\n`, added)]);
  const extended = `${body.trimEnd()}\n\n${more}`;
  if (Buffer.byteLength(extended) > BUDGET) return undefined;
  return { title: title.endsWith(AND_MORE) ? title : `${title}${AND_MORE}`, body: extended };
}

const AND_MORE = " and more";

function list(head: string, images: readonly ToldAddition[]): LongPart {
  return {
    head,
    rows: images.map(({ source, to }) => `- ${code(source)}${to === undefined ? "" : ` to ${code(to)}`}`),
    more: (missing) => `- … and ${missing} more`,
  };
}
