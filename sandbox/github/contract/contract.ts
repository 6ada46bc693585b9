import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** A value in an operation's path or query. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly isRequired: boolean;
  /** Of a path: it takes the rest, slashes included. */
  readonly hasSlashes?: true;
  readonly schema: Schema;
}

/** An operation of GitHub's REST API, cut down by scripts/prune-openapi.ts. */
export interface Operation {
  /** `checks/create` */
  readonly id: string;
  readonly method: string;
  /** `/repos/{owner}/{repo}/check-runs` */
  readonly path: string;
  /** Whether GitHub Apps may call it at all: `enabledForGitHubApps`. */
  readonly isForApps: boolean;
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly isRequired: boolean; readonly schema: Schema };
  /** By status; null has no body in JSON. */
  readonly responses: Readonly<Record<string, Schema | null>>;
}

interface OperationsFile {
  readonly operations: Readonly<Record<string, Omit<Operation, "id">>>;
  readonly $defs: Schema;
}

interface WebhooksFile {
  readonly webhooks: Readonly<Record<string, Schema>>;
  readonly $defs: Schema;
}

const api: OperationsFile = readData("operations.json");
const hooks: WebhooksFile = readData("webhooks.json");

/** All that is served, in the order of their ids. */
export const operations: readonly Operation[] = Object.entries(api.operations).map(([id, operation]) => ({
  id,
  ...operation,
}));

/** The names of all webhooks that can be sent: `check-run-created`. */
export const webhookNames: readonly string[] = Object.keys(hooks.webhooks);

// Formats that nobody gets wrong are not checked: GitHub's own description uses many of its own making.
const ajv = new Ajv2020({
  strict: false,
  logger: false,
  formats: {
    "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
    uri: /^[a-z]+:\S+$/,
  },
});
ajv.addSchema({ $id: "operations", ...api });
ajv.addSchema({ $id: "webhooks", ...hooks });

/** What a part of an operation breaks, if anything: its `path` is below the operation, as in `body/schema`. */
export function violationsOf(value: unknown, id: string, ...path: readonly string[]): string[] {
  return violations(value, ["operations#", "operations", id, ...path]);
}

/** What the body of a webhook breaks, if anything. */
export function hookViolations(value: unknown, name: string): string[] {
  if (hooks.webhooks[name] === undefined) return [`there is no webhook ${name} in the contract`];
  return violations(value, ["webhooks#", "webhooks", name]);
}

function violations(value: unknown, pointer: readonly string[]): string[] {
  const reference = pointer.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
  const validate: ValidateFunction | undefined = ajv.getSchema(encodeURI(reference));
  if (validate === undefined) throw new Error(`The contract has nothing at ${reference}`);
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, 10).map(({ instancePath, message = "", params }) => {
    const extra = "additionalProperty" in params ? ` (${params["additionalProperty"]})` : "";
    return `${instancePath || "/"} ${message}${extra}`;
  });
}

function readData<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
}
