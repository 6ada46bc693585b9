import { type Operation, operations } from "./contract.ts";

/** An operation that a request names, and the values in its path, decoded. */
export interface Match {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

const PLACEHOLDER = /\{([^}]+)\}/g;

// What has fewer placeholders wins: `/issues/comments/{id}` before `/issues/{number}/…`.
const routes = operations
  .map((operation) => ({ operation, pattern: toPattern(operation) }))
  .sort((a, b) => placeholders(a.operation) - placeholders(b.operation));

/** The operation for a method and a path; undefined for what GitHub, or this part of it, does not have. */
export function matchOperation(method: string, path: string): Match | undefined {
  const wanted = method === "HEAD" ? "GET" : method;
  for (const { operation, pattern } of routes) {
    const found = operation.method === wanted && pattern.exec(path);
    if (found) return { operation, params: decodeAll(found.groups ?? {}) };
  }
  return undefined;
}

function toPattern({ path, parameters }: Operation): RegExp {
  const source = path.replaceAll("...", "\\.\\.\\.").replace(PLACEHOLDER, (_, name: string) => {
    if (path.includes(`{${name}}...`)) return `(?<${name}>.+?)`;
    const parameter = parameters.find((known) => known.name === name);
    const hasSlashes = parameter?.hasSlashes === true || path.includes(`...{${name}}`);
    return `(?<${name}>${hasSlashes ? ".*" : "[^/]+"})`;
  });
  // The root of a repository is `/contents/`, and `/contents` as well.
  return new RegExp(`^${source.replace(/\/(\(\?<\w+>\.\*\))$/, "(?:/$1)?")}/?$`);
}

function placeholders({ path }: Operation): number {
  return path.match(PLACEHOLDER)?.length ?? 0;
}

function decodeAll(groups: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value ?? "")]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
