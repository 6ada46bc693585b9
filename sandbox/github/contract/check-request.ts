import { notFound, Refusal, validationFailed } from "../refusal.ts";
import { type Operation, type Parameter, violationsOf } from "./contract.ts";
import type { Match } from "./match-operation.ts";
import { ownRules } from "./own-rules.ts";

/** Refuses path and query that the operation does not take, as GitHub does or more strictly. */
export function checkParameters({ operation, params }: Match, query: URLSearchParams): void {
  operation.parameters.forEach((parameter, index) => {
    const isInPath = parameter.in === "path";
    const value = isInPath ? params[parameter.name] : query.get(parameter.name);
    if (value === undefined || value === null) {
      if (parameter.isRequired) throw validationFailed([missing(parameter)]);
      return;
    }
    if (fits(value, operation, index)) return;
    if (isInPath) throw notFound();
    throw validationFailed([{ field: parameter.name, code: "invalid" }]);
  });
  const known = new Set(operation.parameters.map(({ name }) => name));
  const unknown = [...query.keys()].filter((name) => !known.has(name));
  // GitHub ignores them; here a misspelt one is to be noticed.
  if (unknown.length > 0)
    throw new Refusal(422, `Invalid request.\n\nUnknown parameters: ${unknown.join(", ")}`);
}

/** A body as JSON. Throws 400 for what is none, 422 for what the operation does not take. */
export function checkBody(operation: Operation, bytes: Buffer): unknown {
  const body = bytes.length === 0 ? undefined : parse(bytes);
  if (operation.body === undefined) return undefined;
  if (body === undefined) {
    if (operation.body.isRequired) throw new Refusal(400, "Body should be a JSON object");
    return undefined;
  }
  const errors = violationsOf(body, operation.id, "body", "schema");
  if (errors.length === 0) errors.push(...ownRules(operation.id, body));
  if (errors.length > 0) throw new Refusal(422, `Invalid request.\n\n${errors.join("\n")}`);
  return body;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
}

/** A parameter is text; what looks like a number or a boolean may be meant as one. */
function fits(value: string, { id }: Operation, index: number): boolean {
  const meanings: unknown[] = [value];
  if (/^-?\d+$/.test(value)) meanings.push(Number(value));
  if (value === "true" || value === "false") meanings.push(value === "true");
  return meanings.some(
    (meaning) => violationsOf(meaning, id, "parameters", String(index), "schema").length === 0,
  );
}

function missing({ name }: Parameter) {
  return { field: name, code: "missing_field" };
}
