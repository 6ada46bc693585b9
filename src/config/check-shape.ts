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
 * lists. What the strings say is not looked at.
 */
export function checkShape(value: Value, schema: Schema, problems: ProblemList): void {
  const { node } = value;
  if (node.kind === "invalid") return;
  const admitted = (schema.anyOf ?? [schema]).find((one) => admits(one, node));
  if (!admitted) {
    const { message, hint } = describeMismatch(value, schema);
    problems.add(value, message, hint);
  } else if (node.kind === "list") {
    checkList(value, admitted, problems);
  } else if (node.kind === "mapping") {
    checkMapping(value, node, admitted, problems);
  }
}

const KINDS: Readonly<Record<SchemaType, Node["kind"]>> = {
  string: "text",
  array: "list",
  object: "mapping",
};

function admits(schema: Schema, node: Node): boolean {
  if (schema.enum) {
    const given = node.kind === "text" ? node.text : node.kind === "scalar" ? node.value : undefined;
    return schema.enum.some((one) => one === given);
  }
  return [schema.type ?? []].flat().some((type) => KINDS[type] === node.kind);
}

function checkList(value: Value, { minItems = 0, maxItems, items }: Schema, problems: ProblemList): void {
  const found = itemsOf(value);
  if (found.length < minItems) {
    problems.add(value, "this list is empty, which selects nothing", "leave the key out for the default");
  }
  if (maxItems !== undefined && found.length > maxItems) {
    problems.add(value, `this list has ${found.length} items; at most ${maxItems} are allowed`);
  }
  if (items) for (const item of found) checkShape(item, items, problems);
}

function checkMapping(value: Value, node: MappingNode, schema: Schema, problems: ProblemList): void {
  const known = schema.properties ?? {};
  for (const [name, { key }] of node.fields) {
    const field = fieldOf(value, name);
    const expected = Object.hasOwn(known, name) ? known[name] : undefined;
    if (field && expected) {
      checkShape(field, expected, problems);
    } else {
      const hint = suggest(name, Object.keys(known));
      problems.addAt(key, pathTo(value.path, name), `unknown key ${quote(name)}`, hint);
    }
  }
  for (const name of schema.required ?? []) {
    if (!node.fields.has(name)) problems.add(value, `the key \`${name}\` is missing`);
  }
}

function suggest(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant ? `did you mean \`${meant}\`?` : `the keys here are ${enumerate(known, "and")}`;
}
