import { isAlias, isMap, isScalar, isSeq, type LineCounter, type ParsedNode, type YAMLMap } from "yaml";
import type { Field, Node } from "./node.ts";
import type { Position } from "./problem.ts";
import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";
import { pathTo } from "./value.ts";

/**
 * Turns what the YAML library parsed into nodes, and reports duplicate keys, keys that are no strings, merge keys and
 * bad aliases. An alias shares the node that it names, so that following a million of them costs nothing. It recurses
 * once per level of the file; the caller bounds these.
 */
export class NodeBuilder {
  readonly #source: string;
  readonly #lines: LineCounter;
  readonly #problems: ProblemList;
  /** As of the place being read: a later anchor hides an earlier one of the same name. */
  readonly #anchors = new Map<string, Node | "unfinished">();

  constructor(source: string, lines: LineCounter, problems: ProblemList) {
    this.#source = source;
    this.#lines = lines;
    this.#problems = problems;
  }

  /** `path` is the way from the top of the file, for problems. */
  build(parsed: ParsedNode, path: string): Node {
    if (isAlias(parsed)) return this.#follow(parsed.source, this.#positionOf(parsed), path);
    if (parsed.anchor) this.#anchors.set(parsed.anchor, "unfinished");
    const node = this.#read(parsed, path);
    if (parsed.anchor) this.#anchors.set(parsed.anchor, node);
    return node;
  }

  #read(parsed: ParsedNode, path: string): Node {
    const position = this.#positionOf(parsed);
    if (isMap(parsed)) return this.#readMapping(parsed, position, path);
    if (isSeq(parsed)) {
      const items = parsed.items.map((item, index) => this.build(item, `${path}[${index}]`));
      return { kind: "list", items, position, size: sizeOf(items) };
    }
    const value = isScalar(parsed) ? parsed.value : null;
    const source = this.#source.slice(parsed.range[0], parsed.range[1]);
    if (typeof value === "string") {
      return { kind: "text", text: value, position, size: 1, ...insetOf(source, value) };
    }
    const isPlain = typeof value === "number" || typeof value === "boolean";
    return { kind: "scalar", value: isPlain ? value : null, source, position, size: 1 };
  }

  #readMapping(parsed: YAMLMap.Parsed, position: Position, path: string): Node {
    const fields = new Map<string, Field>();
    for (const pair of parsed.items) {
      const key = this.#positionOf(pair.key);
      const name = this.#nameOf(pair.key, path);
      if (name === undefined) continue;
      const value = this.#readField(pair.value, key, pathTo(path, name));
      const first = fields.get(name)?.key;
      if (first) {
        const message = `the key ${quote(name)} is already on line ${first.line}`;
        this.#problems.addAt(key, pathTo(path, name), message, "keep one of the two");
      } else if (name === "<<") {
        const hint = "write the keys out where they belong";
        this.#problems.addAt(key, path, "merge keys (`<<`) are not part of YAML 1.2", hint);
      } else {
        fields.set(name, { key, value });
      }
    }
    const values = Array.from(fields.values(), ({ value }) => value);
    return { kind: "mapping", fields, position, size: sizeOf(values) };
  }

  /** A value that is not there stands where its key does. */
  #readField(parsed: ParsedNode | null, key: Position, path: string): Node {
    if (parsed === null) return { kind: "scalar", value: null, source: "", position: key, size: 1 };
    const node = this.build(parsed, path);
    return parsed.range[0] === parsed.range[1] ? { ...node, position: key } : node;
  }

  #nameOf(key: ParsedNode, path: string): string | undefined {
    const node = this.build(key, path);
    if (node.kind === "text") return node.text;
    if (node.kind === "scalar" && node.source !== "") return node.source;
    this.#problems.addAt(
      this.#positionOf(key),
      path,
      "a key is a plain word here",
      "remove the `?`, `[` or `{`",
    );
    return undefined;
  }

  #follow(anchor: string, position: Position, path: string): Node {
    const target = this.#anchors.get(anchor);
    const alias = quote(`*${anchor}`);
    if (target === "unfinished") {
      this.#problems.addAt(position, path, `the alias ${alias} stands inside of what it names`);
      return { kind: "invalid", position, size: 1 };
    }
    if (target === undefined) {
      const message = `YAML reads ${alias} as an alias, and no anchor of that name stands before it`;
      this.#problems.addAt(position, path, message, `if a glob is meant, put it in quotes: ${alias}`);
      return { kind: "invalid", position, size: 1 };
    }
    return target.kind === "text"
      ? { kind: "text", text: target.text, position, size: 1 }
      : { ...target, position };
  }

  /** Blocks are placed by where they start: underlining all of an entry helps nobody. */
  #positionOf(parsed: ParsedNode): Position {
    const { line, col: column } = this.#lines.linePos(parsed.range[0]);
    const isBlock = (isMap(parsed) || isSeq(parsed)) && !parsed.flow;
    if (isBlock || parsed.range[0] === parsed.range[1]) return { line, column };
    const end = this.#lines.linePos(parsed.range[1]);
    return { line, column, endLine: end.line, endColumn: end.col };
  }
}

/** Where `text` begins in its `source`: plain, or quoted without escapes and line breaks. */
function insetOf(source: string, text: string): { inset?: number } {
  if (source === text) return { inset: 0 };
  return source.slice(1, -1) === text ? { inset: 1 } : {};
}

function sizeOf(children: readonly Node[]): number {
  return children.reduce((sum, { size }) => sum + size, 1);
}
