import { describeMismatch } from "./describe-mismatch.ts";
import { enumerate } from "./enumerate.ts";
import { nearest } from "./nearest.ts";
import type { MappingNode, Node } from "./node.ts";
import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";
import type { Schema, SchemaType } from "./schema.ts";
import { fieldOf, itemsOf, pathTo, type Value } from "./value.ts";

/**
 * Adds a problem for everything in `value` that the schema does not allow: types, unknown and missing keys, lengths of
 * lists. What the strings say is not looked at. `root` is the schema of the whole file, which tells where a misplaced key belongs.
 */
export function checkShape(value: Value, schema: Schema, problems: ProblemList, root = schema): void {
  const { node } = value;
  if (node.kind === "invalid") return;
  const admitted = (schema.anyOf ?? [schema]).find((one) => admits(one, node));
  if (!admitted) {
    const { message, hint } = describeMismatch(value, schema);
    problems.add(value, message, hint);
  } else if (node.kind === "list") {
    checkList(value, admitted, problems, root);
  } else if (node.kind === "mapping") {
    checkMapping(value, node, admitted, problems, root);
  }
}

const TESTS: Readonly<Record<SchemaType, (node: Node, schema: Schema) => boolean>> = {
  string: ({ kind }) => kind === "text",
  integer: (node, { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }) =>
    node.kind === "scalar" &&
    Number.isInteger(node.value) &&
    Number(node.value) >= minimum &&
    Number(node.value) <= maximum,
  boolean: (node) => node.kind === "scalar" && typeof node.value === "boolean",
  array: ({ kind }) => kind === "list",
  object: ({ kind }) => kind === "mapping",
};

function admits(schema: Schema, node: Node): boolean {
  if (schema.enum) {
    const given = node.kind === "text" ? node.text : node.kind === "scalar" ? node.value : undefined;
    return schema.enum.some((one) => one === given);
  }
  return [schema.type ?? []].flat().some((type) => TESTS[type](node, schema));
}

function checkList(
  value: Value,
  { minItems = 0, maxItems, items }: Schema,
  problems: ProblemList,
  root: Schema,
): void {
  const found = itemsOf(value);
  if (found.length < minItems) {
    problems.add(value, "this list is empty, which selects nothing", "leave the key out for the default");
  }
  if (maxItems !== undefined && found.length > maxItems) {
    problems.add(value, `this list has ${found.length} items; at most ${maxItems} are allowed`);
  }
  if (items) for (const item of found) checkShape(item, items, problems, root);
}

function checkMapping(
  value: Value,
  node: MappingNode,
  schema: Schema,
  problems: ProblemList,
  root: Schema,
): void {
  const known = schema.properties ?? {};
  for (const [name, { key }] of node.fields) {
    const field = fieldOf(value, name);
    const expected = Object.hasOwn(known, name) ? known[name] : undefined;
    if (field && expected) {
      checkShape(field, expected, problems, root);
    } else {
      const hint = belongs(name, root) ?? suggest(name, Object.keys(known));
      problems.addAt(key, pathTo(value.path, name), `unknown key ${quote(name)}`, hint);
    }
  }
  for (const name of schema.required ?? []) {
    if (!node.fields.has(name)) problems.add(value, `the key \`${name}\` is missing`);
  }
}

/** Where else in the file a key of this name belongs; undefined where it belongs nowhere. */
function belongs(name: string, root: Schema): string | undefined {
  const parents = new Set(parentsOf(name, root));
  if (parents.size === 0) return;
  return parents.has("")
    ? "it belongs at the top of the file"
    : `it belongs under ${enumerate([...parents], "or")}`;
}

/** The keys whose mapping may hold a key of this name, or lists of such mappings. The top has an empty name. */
function parentsOf(name: string, schema: Schema, parent = ""): readonly string[] {
  const { properties = {}, anyOf = [], items } = schema;
  return [
    ...(Object.hasOwn(properties, name) ? [parent] : []),
    ...Object.entries(properties).flatMap(([key, value]) => parentsOf(name, value, key)),
    ...[...anyOf, ...(items ? [items] : [])].flatMap((one) => parentsOf(name, one, parent)),
  ];
}

function suggest(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant ? `did you mean \`${meant}\`?` : `the keys here are ${enumerate(known, "and")}`;
}
