import type { Ground } from "../../../config/policy/judge.ts";
import type { PolicyLayer } from "../../../config/policy/policy.ts";
import type { RepositoryName } from "../../../github/github.ts";
import type { FoundPolicy } from "../../find-policy.ts";
import { POLICY_REPOSITORY } from "../../read-layers.ts";

/**
 * A ground as it is with another policy in the place of what `repository` has; undefined where that one cannot be read and binds the
 * config's repository, so that nothing is allowed. Pure.
 */
export function groundUnder(
  ground: Ground,
  repository: RepositoryName,
  found: FoundPolicy | undefined,
): Ground | undefined {
  const kind = kindOf(ground, repository);
  const layer: PolicyLayer | undefined = found?.layer && { ...found.layer, kind };
  if (kind === "destination") {
    const others = new Map(ground.others);
    return { ...ground, others: others.set(repository.owner.toLowerCase(), { isInstalled: true, layer }) };
  }
  if (found?.broken) return undefined;
  const others = ground.layers.filter((other) => other.kind !== kind);
  const own = layer ? [layer] : [];
  return { ...ground, layers: kind === "own" ? [...own, ...others] : [...others, ...own] };
}

function kindOf({ repository: bound }: Ground, { owner, name }: RepositoryName): PolicyLayer["kind"] {
  if (owner.toLowerCase() !== bound.owner.toLowerCase()) return "destination";
  return name.toLowerCase() === POLICY_REPOSITORY ? "organization" : "own";
}
