import { keeperOf } from "./keeper-of.ts";
import { compilePathGlob } from "./path-glob.ts";
import type { PolicyLayer, Refusal } from "./policy.ts";
import { ruleAt } from "./rule-at.ts";

/**
 * Makes a policy's answer to a destination that a repository (`acme/mirrors`, in any case) wants to write: why it may not, or undefined.
 * `path` is what follows the owner in the destination, which `full` names. A policy without grants grants nothing here.
 */
export function compileGrants(
  layer: PolicyLayer,
  repository: string,
): (full: string, path: string) => Refusal | undefined {
  const { grants = [], keys } = layer.policy;
  const own = grants.filter((grant) => grant.repository === repository.toLowerCase());
  const matchers = own.flatMap(({ destinations }) =>
    destinations.map(({ pattern }) => compilePathGlob(pattern)),
  );
  const place = own.at(-1)?.position ?? keys?.grants;
  const { name } = keeperOf(layer);

  return (full, path) => {
    if (matchers.some((matches) => matches(path))) return;
    return {
      side: "destination",
      message: `\`${full}\` may not be written: ${name} grants ${own.length > 0 ? "other destinations" : "nothing"} to \`${repository}\``,
      remedy: `Ask those who keep \`${layer.file.repository}\` to grant \`${path}\` to \`${repository}\`.`,
      rule: place && ruleAt(layer, place),
    };
  };
}
