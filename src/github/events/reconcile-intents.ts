import type { Intent } from "../../jobs/intent.ts";
import type { Reason, RepositoryIdentity } from "../../jobs/request.ts";
import type { Payload, RepositoryParts } from "./payload.ts";

/** Why, and at which commit: null means the head of the default branch, as it is when the request is looked at. */
interface Occasion {
  readonly reason: Reason;
  readonly commit: string | null;
}

/** To reconcile each of `repositories`, wholly; nothing where the payload does not say on whose behalf. */
export function reconcileIntents(
  { installation }: Payload,
  repositories: RepositoryParts,
  occasion: Occasion,
): readonly Intent[] {
  const id = installation?.id;
  if (!isId(id)) return [];
  return identitiesOf(repositories).map((repository) => ({
    kind: "reconcile",
    request: { installation: id, repository, scope: [], ...occasion },
  }));
}

/** To forget each of `repositories`. */
export function forgetIntents(repositories: RepositoryParts): readonly Intent[] {
  return (repositories ?? []).flatMap((repository): Intent[] =>
    isId(repository?.id) ? [{ kind: "forget-repository", repository: repository.id }] : [],
  );
}

/** The repositories that can be told by id, owner and name. */
export function identitiesOf(repositories: RepositoryParts): readonly RepositoryIdentity[] {
  return (repositories ?? []).flatMap((repository) => {
    const [owner, name, ...rest] = repository?.full_name?.split("/") ?? [];
    if (!isId(repository?.id) || !owner || !name || rest.length > 0) return [];
    return [{ id: repository.id, owner, name }];
  });
}

/** Whether GitHub gave an id. */
export function isId(id: number | null | undefined): id is number {
  return typeof id === "number";
}
