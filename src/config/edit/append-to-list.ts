import type { CST, YAMLSeq } from "yaml";
import { endOfBlock, endOfContent } from "./end-of-item.ts";
import { endOfLine, indentAt, lineBreakOf, startOfLine } from "./lines.ts";
import type { TextEdit } from "./text-edit.ts";

/** An item as it is written in a list: in block style by its lines, in flow style in one. */
export interface ListItem {
  readonly lines: readonly string[];
  readonly flow: string;
}

/** Adds items at the end of a list, written as the items before them are. */
export function appendToList(
  text: string,
  list: YAMLSeq.Parsed,
  items: readonly ListItem[],
): readonly TextEdit[] {
  return list.flow
    ? appendToFlow(
        text,
        list,
        items.map(({ flow }) => flow),
      )
    : appendToBlock(text, list, items);
}

/** Lines of a list in block style, each after a line break. `indent` stands before the dash, `gap` behind it. */
export function writeBlock(
  items: readonly ListItem[],
  indent: string,
  gap: string,
  lineBreak: string,
): string {
  const start = `${lineBreak}${indent}`;
  return items
    .map(({ lines }) => `${start}-${gap}${lines.join(`${start} ${" ".repeat(gap.length)}`)}`)
    .join("");
}

function appendToBlock(text: string, list: YAMLSeq.Parsed, items: readonly ListItem[]): readonly TextEdit[] {
  const dash = dashOf(list);
  const indent = indentAt(text, dash);
  const gap = /^ +(?=[^ #\r\n])/.exec(text.slice(dash + 1, endOfLine(text, dash)))?.[0] ?? " ";
  const at = endOfBlock(text, list, indent.length);
  return [{ at, insert: writeBlock(items, indent, gap, lineBreakOf(text)) }];
}

/** Where the dash of the last item stands. */
function dashOf({ srcToken, range }: YAMLSeq.Parsed): number {
  const start = srcToken?.type === "block-seq" ? srcToken.items.at(-1)?.start : undefined;
  return start?.find(({ type }) => type === "seq-item-ind")?.offset ?? range[0];
}

function appendToFlow(text: string, list: YAMLSeq.Parsed, items: readonly string[]): readonly TextEdit[] {
  const last = list.items.at(-1);
  if (!last) return [{ at: list.range[0] + 1, insert: items.join(", ") }];
  const comma = commaAfter(list.srcToken);
  const end = comma === undefined ? endOfContent(last) : comma + 1;
  const before = text.slice(startOfLine(text, last.range[0]), last.range[0]);
  const hasLineOfItsOwn = /^[ \t]*$/.test(before);
  const space = hasLineOfItsOwn ? `${lineBreakOf(text)}${before}` : " ";
  const isLastLine = !text.slice(end, list.range[1]).includes("\n");
  const at = hasLineOfItsOwn && !isLastLine ? endOfLine(text, end) : end;
  const insert = `${space}${items.join(`,${space}`)}`;
  return comma === undefined
    ? [
        { at: end, insert: "," },
        { at, insert },
      ]
    : [{ at, insert: `${insert},` }];
}

/** Where the comma after the last item stands, if there is one. */
function commaAfter(token: CST.Token | undefined): number | undefined {
  if (token?.type !== "flow-collection") return;
  const rest = token.items.at(-1);
  return rest?.key || rest?.value ? undefined : rest?.start.find(({ type }) => type === "comma")?.offset;
}
