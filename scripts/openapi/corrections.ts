import { isObject, type JsonObject, objectAt } from "./json.ts";

/** Where GitHub's description says what GitHub does not do: responses by operation and status. */
export const CORRECTIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // It demands that an account is a user and an enterprise at the same time.
  "apps/list-installations": {
    "200": { type: "array", items: { $ref: "#/components/schemas/installation" } },
  },
};

/** Parameters that GitHub takes and its description leaves out, by operation. */
export const FURTHER_PARAMETERS: Readonly<Record<string, readonly unknown[]>> = {
  // Versions come in pages here as they do for organizations; clients have always asked for them so.
  "packages/get-all-package-versions-for-package-owned-by-user": [
    { $ref: "#/components/parameters/page" },
    { $ref: "#/components/parameters/per-page" },
  ],
};

/**
 * The schemas of a description, corrected likewise: the fork that a pull request came from may be deleted; and an App may listen to
 * events that the lists of them leave out, each list others (`merge_group`, `workflow_job`).
 */
export function schemasOf(description: JsonObject): JsonObject {
  const schemas = objectAt(description, "components", "schemas");
  const corrected = ["pull-request", "pull-request-simple"].flatMap((name) => {
    const schema = schemas[name];
    return isObject(schema) ? [[name, withoutFork(schema)]] : [];
  });
  const webhooks = Object.entries(schemas).filter(([name]) => name.startsWith("webhook"));
  const open = webhooks.map(([name, schema]) => [name, withoutEventLists(schema)]);
  return { ...schemas, ...Object.fromEntries(corrected), ...Object.fromEntries(open) };
}

function withoutEventLists(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutEventLists);
  if (!isObject(schema)) return schema;
  const isList = Array.isArray(schema["enum"]) && schema["enum"].includes("check_suite");
  if (isList) return { type: "string" };
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withoutEventLists(value)]));
}

function withoutFork(pull: JsonObject): JsonObject {
  const properties = objectAt(pull, "properties");
  const head = objectAt(properties, "head");
  const repo = { anyOf: [objectAt(head, "properties", "repo"), { type: "null" }] };
  const parts = { ...objectAt(head, "properties"), repo };
  return { ...pull, properties: { ...properties, head: { ...head, properties: parts } } };
}
