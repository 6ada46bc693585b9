import type { Config, FullDestination } from "./config.ts";
import type { Problem } from "./problem.ts";
import { quote } from "./quote.ts";

/** Whose part of which registry it is that a config may write to. */
export interface Namespace {
  readonly registry: string;
  /** In any case. */
  readonly owner: string;
}

/** A problem for every `to` that leaves the namespace, at its place in the file. */
export function outsideNamespace({ entries }: Config, namespace: Namespace): readonly Problem[] {
  return entries.flatMap(({ to }, index) => {
    if (to?.registry === undefined || isInside(to, namespace)) return [];
    return [{ ...to.position, path: `mirrors[${index}].to`, ...describe(to, namespace) }];
  });
}

function isInside({ registry, repository }: FullDestination, namespace: Namespace): boolean {
  return registry === namespace.registry && repository.startsWith(`${namespace.owner.toLowerCase()}/`);
}

function describe(
  { registry, repository }: FullDestination,
  namespace: Namespace,
): Pick<Problem, "message" | "hint"> {
  const owner = namespace.owner.toLowerCase();
  const full = quote(`${registry}/${repository}`);
  const name = repository.slice(repository.lastIndexOf("/") + 1);
  const message =
    registry === namespace.registry
      ? `${full} is outside of ${registry}/${owner}, and this repository may write nowhere else`
      : `${full} is on another registry than ${namespace.registry}, where copies go`;
  return { message, hint: `for ${namespace.registry}/${owner}/${name}, write ${quote(name)}` };
}
