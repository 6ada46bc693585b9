import { schemasOf } from "./corrections.ts";
import { at, type JsonObject, objectAt } from "./json.ts";
import { neededSchemas, pruneSchema } from "./prune-schema.ts";

/** The bodies of the named webhooks of an OpenAPI 3.1 description, and the schemas they need. */
export function pruneWebhooks(description: JsonObject, names: readonly string[]): JsonObject {
  const all = objectAt(description, "webhooks");
  const webhooks = Object.fromEntries(
    names.toSorted().map((name) => {
      const schema = at(all, name, "post", "requestBody", "content", "application/json", "schema");
      if (schema === undefined) throw new Error(`The description lacks ${name}`);
      return [name, pruneSchema(schema)];
    }),
  );
  const source = `@octokit/openapi-webhooks ${at(description, "info", "version")}`;
  return { source, webhooks, $defs: neededSchemas(webhooks, schemasOf(description)) };
}
