import { enumerate } from "./enumerate.ts";
import { nearest } from "./nearest.ts";
import type { Node, ScalarNode } from "./node.ts";
import { quote } from "./quote.ts";
import type { Schema, SchemaType } from "./schema.ts";
import type { Value } from "./value.ts";

/** Says that a value is not of the type, or none of the words, that its schema names. */
export function describeMismatch({ node, path }: Value, schema: Schema): { message: string; hint?: string } {
  const name = path === "" ? "the file" : `\`${path.slice(path.lastIndexOf(".") + 1)}\``;
  const wanted = describeSchema(schema);
  const hint = hintFor(node, schema);
  if (node.kind === "scalar" && node.value === null) {
    return { message: `${name} has no value`, hint: `write ${wanted}` };
  }
  if (node.kind === "scalar" && takesText(schema)) {
    return { message: `${name} must be a string, but YAML reads ${describeReading(node)}`, ...hint };
  }
  return { message: `${name} must be ${wanted}, not ${describeNode(node)}`, ...hint };
}

const NOUNS: Readonly<Record<SchemaType, string>> = {
  string: "a string",
  integer: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a mapping",
};

function describeSchema(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(describeAlternative).join(" or ");
  if (schema.enum) return enumerate(schema.enum, "or");
  const nouns = [schema.type ?? []].flat().map((type) => NOUNS[type]);
  if (schema.maximum !== undefined) return `${nouns.join()} from ${schema.minimum ?? 0} to ${schema.maximum}`;
  return `${nouns.join(" or ")}${schema.items?.type === "string" ? " of strings" : ""}`;
}

/** `a mapping with \`delete-after\``: next to words, a mapping alone says too little. */
function describeAlternative(schema: Schema): string {
  const keys = schema.type === "object" ? (schema.required ?? []) : [];
  return `${describeSchema(schema)}${keys.length > 0 ? ` with ${enumerate(keys, "and")}` : ""}`;
}

function describeNode(node: Node): string {
  if (node.kind === "text") return `the string ${quote(node.text)}`;
  if (node.kind === "scalar") return `${typeof node.value === "number" ? "the number " : ""}${node.source}`;
  return node.kind === "list" ? NOUNS.array : NOUNS.object;
}

/** `1.10 as the number 1.1`: what is lost without quotes. */
function describeReading({ source, value }: ScalarNode): string {
  return typeof value === "number" ? `${source} as the number ${value}` : `${source} as a boolean`;
}

function hintFor(node: Node, schema: Schema): { hint?: string } {
  if (node.kind === "mapping" && takesList(schema)) return { hint: "begin each item of the list with `- `" };
  if (node.kind !== "text" && node.kind !== "scalar") return {};
  const written = node.kind === "text" ? node.text : node.source;
  const words = (schema.anyOf ?? [schema]).flatMap((one) => one.enum ?? []).map(String);
  const meant = nearest(written, words);
  if (meant) return { hint: `did you mean \`${meant}\`?` };
  if (node.kind === "text" && schema.type === "integer" && /^\d+$/.test(written)) {
    return { hint: `write it without quotes: ${written}` };
  }
  if (node.kind === "scalar" && takesText(schema)) return { hint: hintForText(written, schema) };
  const key = keyFor(written, schema);
  if (key !== undefined) return { hint: `did you mean {${key}: ${written}}?` };
  return takesList(schema) ? { hint: `write it as a list: [${quote(written)}]` } : {};
}

/** How to write what YAML does not read as a string. */
function hintForText(written: string, { pattern = "", examples = [] }: Schema): string {
  const fits = (text: string) => new RegExp(pattern).test(text);
  if (fits(written)) return `put it in quotes: ${quote(written)}`;
  if (fits(`${written}d`)) return `write it with a unit: \`${written}d\``;
  return `as in ${enumerate(examples.map(String), "or")}`;
}

/** The key of a mapping that might stand here whose value this would be: `delete-after` of `30d`. */
function keyFor(written: string, { anyOf = [] }: Schema): string | undefined {
  const fields = anyOf.flatMap(({ properties = {} }) => Object.entries(properties));
  return fields.find(([, { pattern }]) => pattern !== undefined && new RegExp(pattern).test(written))?.[0];
}

function takesText(schema: Schema): boolean {
  return [schema.type ?? []].flat().includes("string");
}

function takesList(schema: Schema): boolean {
  return (schema.anyOf ?? [schema]).some(({ items }) => items !== undefined && takesText(items));
}
