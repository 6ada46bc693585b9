import { isObject, type JsonObject } from "./json.ts";

/** What a schema says besides which values are valid; and `discriminator`, which says it a second time. */
const PROSE = new Set([
  "description",
  "title",
  "example",
  "examples",
  "default",
  "deprecated",
  "externalDocs",
  "discriminator",
  "readOnly",
  "writeOnly",
]);

/** Keywords whose value maps names to schemas. The names may be those of keywords. */
const MAPS = new Set(["properties", "patternProperties", "$defs"]);

/** Keywords whose value is data, never a schema. */
const DATA = new Set(["enum", "const", "required"]);

/**
 * A schema of OpenAPI 3.0 or 3.1 as plain JSON Schema 2020-12 without prose: `nullable` becomes a type, references go to `#/$defs/`.
 */
export function pruneSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(pruneSchema);
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema)
    .filter(([key]) => !PROSE.has(key) && !key.startsWith("x-") && key !== "nullable")
    .map(([key, value]) => [key, pruneKeyword(key, value)]);
  const pruned: JsonObject = Object.fromEntries(entries);
  return schema["nullable"] === true ? orNull(pruned) : pruned;
}

function pruneKeyword(key: string, value: unknown): unknown {
  if (key === "$ref") return String(value).replace("#/components/schemas/", "#/$defs/");
  if (DATA.has(key)) return value;
  if (MAPS.has(key) && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, pruneSchema(inner)]));
  }
  return pruneSchema(value);
}

function orNull(schema: JsonObject): JsonObject {
  const { type, enum: values } = schema;
  if (typeof type !== "string") return { anyOf: [schema, { type: "null" }] };
  return {
    ...schema,
    type: [type, "null"],
    ...(Array.isArray(values) && !values.includes(null) && { enum: [...values, null] }),
  };
}

/** The schemas that `roots` refer to, and those that these refer to, in the order of their names, pruned. */
export function neededSchemas(roots: unknown, all: JsonObject): JsonObject {
  const needed = new Map<string, unknown>();
  const visit = (value: unknown): void => {
    for (const name of namesIn(value)) {
      if (needed.has(name)) continue;
      const schema = pruneSchema(all[name]);
      needed.set(name, schema);
      visit(schema);
    }
  };
  visit(roots);
  return Object.fromEntries([...needed].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function namesIn(value: unknown): string[] {
  return [...JSON.stringify(value).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name ?? "");
}
