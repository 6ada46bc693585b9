/** What may be done to a repository. */
export type Action = "pull" | "push" | "delete";

/** Access to one repository. */
export interface Scope {
  readonly repository: string;
  readonly actions: readonly string[];
}

/**
 * A scope as the wire has it: `repository:acme/redis:pull,push`. distribution, "Token Scope Documentation".
 */
export function formatScope({ repository, actions }: Scope): string {
  return `repository:${repository}:${actions.join(",")}`;
}

/** Reads one scope; undefined for what is not about a repository. */
export function parseScope(text: string): Scope | undefined {
  const match = /^repository(?:\([^)]*\))?:(.+):([^:]*)$/.exec(text);
  if (match === null) return undefined;
  return { repository: match[1] ?? "", actions: (match[2] ?? "").split(",").filter(Boolean) };
}

/** The scopes of `scope` parameters, of which there may be many, each holding several separated by spaces. */
export function splitScopes(parameters: readonly string[]): string[] {
  return parameters.flatMap((parameter) => parameter.split(" ")).filter(Boolean);
}
