import { isObject, type JsonObject } from "./json.ts";

/**
 * The schema of a request's body, so that a misspelt property is an error: its objects take no others than those it
 * names. It is closed from the outside in, and not where an alternative only adds to an object that is closed already.
 * References are replaced by what they refer to, as the same schema stays open elsewhere.
 */
export function closeSchema(schema: unknown, definitions: JsonObject): unknown {
  if (!isObject(schema)) return schema;
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    return closeSchema(definitions[reference.replace("#/$defs/", "")], definitions);
  }
  const close = (inner: unknown) => closeSchema(inner, definitions);
  const { properties, items, oneOf, anyOf } = schema;
  if (isObject(properties)) {
    const closed = Object.entries(properties).map(([name, inner]) => [name, close(inner)]);
    return { additionalProperties: false, ...schema, properties: Object.fromEntries(closed) };
  }
  return {
    ...schema,
    ...(items !== undefined && { items: close(items) }),
    ...(Array.isArray(oneOf) && { oneOf: oneOf.map(close) }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map(close) }),
  };
}
