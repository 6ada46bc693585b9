import { LIMITS } from "../config/limits.ts";
import { parsePolicy } from "../config/policy/parse-policy.ts";
import type { PolicyFile, PolicyLayer } from "../config/policy/policy.ts";
import type { InstallationGitHub, RepositoryName } from "../github/github.ts";
import { type LocatedPolicy, locatePolicy } from "./locate-policy.ts";
import type { BrokenPolicy } from "./read-layers.ts";
import { readText } from "./read-text.ts";

/** A policy file: its layer, or what is wrong with it. */
export type FoundPolicy =
  | { readonly layer: PolicyLayer; readonly broken?: undefined }
  | { readonly layer?: undefined; readonly broken: BrokenPolicy };

/** Reads the policy on the default branch of a repository. Undefined: it has none, or the App cannot see the repository. */
export async function findPolicy(
  github: InstallationGitHub,
  repository: RepositoryName,
  kind: PolicyLayer["kind"],
  signal: AbortSignal,
): Promise<FoundPolicy | undefined> {
  const commit = await github.defaultHead(repository, signal);
  const located = commit && (await locatePolicy(github, repository, commit, signal));
  return located ? await readPolicy(github, repository, { ...located, commit }, kind, signal) : undefined;
}

/** A policy that was located, and the commit that it was located in. */
export interface PolicyAt extends LocatedPolicy {
  readonly commit: string;
}

/** Reads a policy that was located. */
export async function readPolicy(
  github: InstallationGitHub,
  repository: RepositoryName,
  located: PolicyAt,
  kind: PolicyLayer["kind"],
  signal: AbortSignal,
): Promise<FoundPolicy> {
  const { owner, name } = repository;
  const file: PolicyFile = { repository: `${owner}/${name}`, path: located.path, commit: located.commit };
  if (located.problem) return { broken: { file, problems: [located.problem] } };
  const text = await readText(
    github,
    repository,
    located.sha,
    { limit: LIMITS.bytes, what: "policy" },
    signal,
  );
  if (typeof text !== "string") return { broken: { file, problems: [text] } };
  const { policy, problems } = parsePolicy(text, kind === "own" ? "own" : "organization");
  return policy ? { layer: { kind, file, policy } } : { broken: { file, problems } };
}
