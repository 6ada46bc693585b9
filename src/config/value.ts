import type { Node } from "./node.ts";
import type { Position } from "./problem.ts";
import { quote } from "./quote.ts";

/** A node together with the way to it from the top of the file: `mirrors[2].tags`. */
export interface Value {
  readonly node: Node;
  readonly path: string;
}

/** What stands under `key`; undefined where there is no such key, or no mapping. */
export function fieldOf(value: Value | undefined, key: string): Value | undefined {
  const field = value?.node.kind === "mapping" ? value.node.fields.get(key) : undefined;
  return value && field && { node: field.value, path: pathTo(value.path, key) };
}

/** The items of a list; none where there is no list. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value?.node.kind !== "list") return [];
  return value.node.items.map((node, index) => ({ node, path: `${value.path}[${index}]` }));
}

/** The string itself; undefined for everything else. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.node.kind === "text" ? value.node.text : undefined;
}

/** The number or the boolean that YAML reads; undefined for everything else. */
export function scalarOf(value: Value | undefined): number | boolean | undefined {
  return value?.node.kind === "scalar" ? (value.node.value ?? undefined) : undefined;
}

/** The path of the value under `key` of the mapping at `path`. */
export function pathTo(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${quote(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Where character `index` (0-based) of a string stands; the whole node where that cannot be told. */
export function positionAt({ node }: Value, index: number): Position {
  if (node.kind !== "text" || node.inset === undefined) return node.position;
  return { ...node.position, column: node.position.column + node.inset + index };
}
