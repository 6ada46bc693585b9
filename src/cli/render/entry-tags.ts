import { count } from "../../text/count.ts";
import { printable } from "../../text/printable.ts";
import type { EntryTags, NamedVerdict, RuleTags } from "../tags/entry-tags.ts";
import { displayWidth } from "./display-width.ts";
import { listNames } from "./list-names.ts";
import { renderProblem } from "./problem.ts";
import type { Look } from "./style.ts";
import type { TagsLayout } from "./tags-layout.ts";

/** `+` selects · `!` selects nothing · `-` is not selected. */
interface Row {
  readonly mark: "+" | "!" | "-";
  readonly words: string;
  readonly count: number;
  /** Some of the tags, or all. */
  readonly names: readonly string[];
  /** What stands in the place of names where there are none. */
  readonly note?: string;
}

/** Columns that names need: where a terminal has fewer left, they stand on a line of their own. */
const LEAST_ROOM = 24;
const INDENT = "     ";

const LOOKS: Readonly<Record<Row["mark"], Look>> = { "+": "good", "!": "bad", "-": "quiet" };

/** What selects the tags of a source and why the others are left: counts with a few names, or a line for each tag. */
export function renderEntryTags(entry: EntryTags, layout: TagsLayout): string[] {
  const { available, problem, rules, left } = entry;
  const title = layout.style("strong", titleOf(entry));
  if (problem) return [title, ...renderProblem(problem, layout.style)];
  if (available === undefined) return [`${title}: ${rules.map(({ rule }) => printable(rule)).join(" ")}`];
  const selected = rules.reduce((sum, { tags }) => sum + tags.length, 0);
  const head = layout.style("strong", `${titleOf(entry)}: ${selected} of ${count(available, "tag")}`);
  if (layout.isWhole)
    return [head, ...renderRows(idleRows(rules), layout), ...renderVerdicts(entry.tags, layout)];
  const others = left.map(
    ({ why, count, examples }): Row => ({ mark: "-", words: why, count, names: examples }),
  );
  return [head, ...renderRows([...rules.map(rowOf), ...others], layout)];
}

/** Only what a person may want to change: rules that select nothing, and what could not be listed. */
export function renderIdle(entry: EntryTags, layout: TagsLayout): string[] {
  const idle = idleRows(entry.rules);
  if (entry.problem) return renderEntryTags(entry, layout);
  return idle.length === 0 ? [] : [layout.style("strong", titleOf(entry)), ...renderRows(idle, layout)];
}

function titleOf({ source, line }: EntryTags): string {
  return `${printable(source)}${line === undefined ? "" : ` (line ${line})`}`;
}

function idleRows(rules: readonly RuleTags[]): Row[] {
  return rules.map(rowOf).filter(({ mark }) => mark === "!");
}

function rowOf({ rule, tags, isMissing, isIdle }: RuleTags): Row {
  const row = { words: rule, count: tags.length, names: tags };
  if (isMissing) return { ...row, mark: "!", note: "the source has no such tag" };
  return isIdle
    ? { ...row, mark: "!", note: "selects no tag" }
    : { ...row, mark: "+", note: "selected above" };
}

function renderRows(rows: readonly Row[], layout: TagsLayout): string[] {
  const words = widest(rows.map(({ words }) => words));
  const digits = Math.max(0, ...rows.map((row) => `${row.count}`.length));
  const column = words + digits + 9;
  const isNarrow = layout.width !== undefined && layout.width - column < LEAST_ROOM;
  return rows.flatMap(({ mark, words: text, count, names, note = "" }) => {
    const title = printable(text);
    const gap = " ".repeat(words - displayWidth(title));
    const amount = `${count}`.padStart(digits);
    const shown = count === 0 ? note : listNames(names, count, isNarrow ? INDENT.length : column, layout);
    const head = `  ${layout.style(LOOKS[mark], mark)}  ${title}`;
    return isNarrow ? [`${head}  ${count}`, `${INDENT}${shown}`] : [`${head}${gap}  ${amount}  ${shown}`];
  });
}

function renderVerdicts(verdicts: readonly NamedVerdict[], { style }: TagsLayout): string[] {
  const width = widest(verdicts.map(({ tag }) => tag));
  return verdicts.map(({ tag, rule, why = "", aliasOf }) => {
    const [mark, look] = rule === undefined ? (["-", "quiet"] as const) : (["+", "good"] as const);
    const name = printable(tag);
    const alias = aliasOf === undefined ? "" : `, as ${printable(aliasOf)}`;
    const gap = " ".repeat(width - displayWidth(name));
    return `  ${style(look, mark)}  ${name}${gap}  ${printable(rule ?? why)}${alias}`;
  });
}

/** In columns. There may be more texts than a call takes arguments. */
function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(printable(text))), 0);
}
