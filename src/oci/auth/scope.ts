/**
 * What a token is for, as the token endpoint is asked: `repository:library/redis:pull,push`. A set of scopes is a list
 * in one canonical form, so that equal sets are equal texts. distribution, "Token Scope Documentation".
 */

/** The scope for `actions` on a repository; empty when there is nothing to ask for. */
export function repositoryScope(repository: string, actions: readonly string[]): string {
  const clean = cleanActions(actions);
  return repository === "" || clean.length === 0 ? "" : `repository:${repository}:${clean.join(",")}`;
}

/**
 * One scope for each resource with the union of its actions, `*` in place of all others; actions and scopes sorted.
 * Scopes without actions are dropped, texts of another form are kept as they are.
 */
export function mergeScopes(scopes: readonly string[]): string[] {
  const { actions, opaque } = sortOut(scopes);
  const merged = [...actions].map(([resource, names]) => `${resource}:${cleanActions(names).join(",")}`);
  return [...new Set([...merged, ...opaque])].sort();
}

/** Whether who holds a token for `held` may do all of `wanted`. */
export function covers(held: readonly string[], wanted: readonly string[]): boolean {
  const have = sortOut(held);
  const want = sortOut(wanted);
  for (const scope of want.opaque) if (!have.opaque.has(scope)) return false;
  for (const [resource, names] of want.actions) {
    const allowed = have.actions.get(resource);
    if (!allowed?.has("*") && ![...names].every((name) => allowed?.has(name))) return false;
  }
  return true;
}

/** Actions by `type:name`, and the texts that are not of the form `type:name:actions`. A name may hold colons. */
function sortOut(scopes: readonly string[]): { actions: Map<string, Set<string>>; opaque: Set<string> } {
  const actions = new Map<string, Set<string>>();
  const opaque = new Set<string>();
  for (const scope of scopes) {
    const [, resource, list] = /^([^:]+:.+):([^:]*)$/.exec(scope) ?? [];
    if (resource === undefined || list === undefined) {
      if (scope !== "") opaque.add(scope);
      continue;
    }
    const names = list.split(",").filter((name) => name !== "");
    if (names.length > 0) actions.set(resource, new Set([...(actions.get(resource) ?? []), ...names]));
  }
  return { actions, opaque };
}

function cleanActions(actions: Iterable<string>): string[] {
  const names = new Set(actions);
  names.delete("");
  return names.has("*") ? ["*"] : [...names].sort();
}
