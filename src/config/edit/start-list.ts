import { isCollection, isPair, isScalar, type Pair, type ParsedNode, type YAMLMap } from "yaml";
import { type ListItem, writeBlock } from "./append-to-list.ts";
import { endOfBlock } from "./end-of-item.ts";
import { endOfLine, indentAt, lineBreakOf } from "./lines.ts";
import type { TextEdit } from "./text-edit.ts";

/** Puts a list in block style where a mapping in block style has the key with nothing or an empty list, or not at all. */
export function startList(
  text: string,
  mapping: YAMLMap.Parsed,
  key: string,
  items: readonly ListItem[],
): readonly TextEdit[] {
  const indent = indentAt(text, mapping.range[0]);
  const lineBreak = lineBreakOf(text);
  const list = writeBlock(items, indent + stepOf(mapping, indent.length, text), " ", lineBreak);
  const pair = mapping.items.find((one) => isScalar(one.key) && one.key.value === key);
  if (!pair) {
    return [{ at: endOfBlock(text, mapping, indent.length), insert: `${lineBreak}${indent}${key}:${list}` }];
  }
  const colon = colonOf(pair);
  const [start, end] = pair.value?.range ?? [colon, colon];
  if (start === end) return [{ at: endOfLine(text, colon), insert: list }];
  const space = text.slice(0, start).length - text.slice(0, start).trimEnd().length;
  return [
    { at: start - space, remove: end - start + space },
    { at: endOfLine(text, end), insert: list },
  ];
}

/** How far the mapping's other blocks are indented. */
function stepOf(mapping: YAMLMap.Parsed, column: number, text: string): string {
  const blocks = mapping.items.flatMap(({ value }) =>
    isCollection(value) && !value.flow && value.items.length > 0 ? [value as ParsedNode] : [],
  );
  const [first = "  "] = blocks
    .map(({ range }) => indentAt(text, range[0]).slice(column))
    .filter((step) => step !== "");
  return first;
}

function colonOf(pair: Pair<ParsedNode, ParsedNode | null>): number {
  const source = isPair(pair) ? pair.srcToken : undefined;
  return source?.sep?.find(({ type }) => type === "map-value-ind")?.offset ?? pair.key.range[1];
}
