import { closeSchema } from "./close-schema.ts";
import { CORRECTIONS, FURTHER_PARAMETERS, schemasOf } from "./corrections.ts";
import { at, isObject, type JsonObject, objectAt } from "./json.ts";
import { neededSchemas, pruneSchema } from "./prune-schema.ts";

/** The named operations of an OpenAPI 3.0 description, in the shape of `Operation` in sandbox/github/contract/contract.ts, and the schemas they need. */
export function pruneApi(description: JsonObject, ids: readonly string[]): JsonObject {
  const found = new Map<string, JsonObject>();
  for (const [path, methods] of Object.entries(objectAt(description, "paths"))) {
    for (const [method, operation] of Object.entries(isObject(methods) ? methods : {})) {
      const id = at(operation, "operationId");
      if (typeof id === "string" && ids.includes(id)) {
        found.set(id, pruneOperation(id, method, path, operation, description));
      }
    }
  }
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0) throw new Error(`The description lacks ${missing.join(", ")}`);
  const operations = Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  const source = `@octokit/openapi ${at(description, "info", "version")}`;
  return {
    source,
    operations,
    $defs: neededSchemas(operations, schemasOf(description)),
  };
}

function pruneOperation(
  id: string,
  method: string,
  path: string,
  operation: unknown,
  description: JsonObject,
): JsonObject {
  const described = at(operation, "parameters");
  const parameters = [...(Array.isArray(described) ? described : []), ...(FURTHER_PARAMETERS[id] ?? [])];
  const body = at(operation, "requestBody");
  const definitions = pruneSchema(schemasOf(description));
  return {
    method: method.toUpperCase(),
    path,
    isForApps: at(operation, "x-github", "enabledForGitHubApps") === true,
    parameters: parameters.map((given) => {
      const parameter = follow(given, description);
      return {
        name: at(parameter, "name"),
        in: at(parameter, "in"),
        isRequired: at(parameter, "required") === true,
        ...(at(parameter, "x-multi-segment") === true && { hasSlashes: true }),
        schema: pruneSchema(at(parameter, "schema")),
      };
    }),
    ...(body !== undefined && {
      body: {
        isRequired: at(body, "required") === true,
        schema: closeSchema(
          pruneSchema(at(body, "content", "application/json", "schema")),
          isObject(definitions) ? definitions : {},
        ),
      },
    }),
    responses: Object.fromEntries(
      Object.entries(objectAt(operation, "responses")).map(([status, response]) => [
        status,
        pruneSchema(
          CORRECTIONS[id]?.[status] ??
            at(follow(response, description), "content", "application/json", "schema"),
        ) ?? null,
      ]),
    ),
  };
}

/** What a `$ref` to anywhere in the description stands for. */
function follow(value: unknown, description: JsonObject): unknown {
  const reference = at(value, "$ref");
  return typeof reference === "string" ? at(description, ...reference.split("/").slice(1)) : value;
}
