import { isCollection, isPair, type ParsedNode } from "yaml";
import { endOfLine } from "./lines.ts";

/** Where the content of a node ends, without what follows it on its last line. */
export function endOfContent(node: ParsedNode): number {
  const last = isCollection(node) && !node.flow ? node.items.at(-1) : undefined;
  const child = isPair(last) ? (last.value ?? last.key) : last;
  return child ? endOfContent(child) : node.range[1];
}

/**
 * Where the last line of a node in block style ends, before its line break, with the comments below that are indented further than
 * `column`: they speak of what they are indented under.
 */
export function endOfBlock(text: string, node: ParsedNode, column: number): number {
  const content = endOfContent(node);
  // A block scalar ends behind its line break.
  let end = endOfLine(text, text[content - 1] === "\n" ? content - 1 : content);
  for (let at = nextLine(text, end); at !== undefined; at = nextLine(text, endOfLine(text, at))) {
    const line = text.slice(at, endOfLine(text, at));
    const start = line.search(/\S/);
    if (start < 0) continue;
    if (line[start] !== "#" || start <= column) break;
    end = at + line.length;
  }
  return end;
}

function nextLine(text: string, end: number): number | undefined {
  const lineBreak = text.indexOf("\n", end);
  return lineBreak < 0 ? undefined : lineBreak + 1;
}
