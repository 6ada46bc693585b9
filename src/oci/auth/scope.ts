/**
 * The scope for `actions` on a repository, as the token endpoint is asked: `repository:library/redis:pull,push`. In one
 * canonical form, so that equal scopes are equal texts: actions sorted, `*` in place of all others; empty when there is
 * nothing to ask for. distribution, "Token Scope Documentation".
 */
export function repositoryScope(repository: string, actions: readonly string[]): string {
  const names = new Set(actions);
  names.delete("");
  if (repository === "" || names.size === 0) return "";
  return `repository:${repository}:${names.has("*") ? "*" : [...names].sort().join(",")}`;
}
