import type { Repository } from "./repository.ts";

/** A repository, all that it was forked from, and all forks of these. */
export function networkOf(repository: Repository): readonly Repository[] {
  const root = rootOf(repository);
  const { repositories } = repository.world;
  return [...repositories.values()].filter((other) => rootOf(other) === root);
}

/** The one of a network that belongs to an account, by login. */
export const inNetwork = (repository: Repository, owner: string): Repository | undefined =>
  [repository, ...networkOf(repository)].find(
    (other) => other.owner.login.toLowerCase() === owner.toLowerCase(),
  );

/** A branch as other repositories of the network name it: `stranger:topic`, or `topic` for one of its own. Undefined: nobody of that name has a fork. */
export function splitLabel(
  repository: Repository,
  label: string,
): { readonly repository: Repository; readonly branch: string } | undefined {
  const colon = label.indexOf(":");
  if (colon === -1) return { repository, branch: label };
  const owner = inNetwork(repository, label.slice(0, colon));
  return owner && { repository: owner, branch: label.slice(colon + 1) };
}

function rootOf(repository: Repository): Repository {
  return repository.parent ? rootOf(repository.parent) : repository;
}
