import { parsePolicy } from "../../../src/config/policy/parse-policy.ts";
import type { PolicyLayer } from "../../../src/config/policy/policy.ts";

const REPOSITORIES = { own: "Acme/mirrors", organization: "Acme/.github", destination: "aibrix/.github" };

/** A policy that stands where policies of its kind do: the given lines come after the version, so that the first is line 2. */
export function layerOf(kind: PolicyLayer["kind"], ...lines: readonly string[]): PolicyLayer {
  const text = ["version: 1", ...lines, ""].join("\n");
  const { policy, problems } = parsePolicy(text, kind === "own" ? "own" : "organization");
  if (!policy) throw new Error(problems[0]?.message);
  const file = {
    repository: REPOSITORIES[kind],
    path: ".github/mirror-policy.yml",
    commit: `${kind}-commit`,
  };
  return { kind, file, policy };
}
