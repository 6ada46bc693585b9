import type { InstallationGitHub, RepositoryName } from "../../../github/github.ts";
import { configIn, type LocatedConfig } from "../../locate-config.ts";
import { type LocatedPolicy, policyIn } from "../../locate-policy.ts";

/** What a change makes of a file. Undefined: it is not there. */
export interface Versions<File> {
  readonly before: File | undefined;
  readonly after: File | undefined;
}

/** What a change makes of the files that concern the mirror. */
export interface Change {
  readonly config: Versions<LocatedConfig>;
  readonly policy: Versions<LocatedPolicy>;
}

/** Compares two commits with two requests. Undefined: neither config nor policy is another one. Full SHAs. */
export async function findChange(
  github: InstallationGitHub,
  repository: RepositoryName,
  { base, head }: { readonly base: string; readonly head: string },
  signal: AbortSignal,
): Promise<Change | undefined> {
  const [before, after] = await Promise.all(
    [base, head].map((commit) => github.listFolder(repository, ".github", commit, signal)),
  );
  if (!before || !after) return undefined;
  const change: Change = {
    config: { before: configIn(before), after: configIn(after) },
    policy: { before: policyIn(before), after: policyIn(after) },
  };
  return isOther(change.config) || isOther(change.policy) ? change : undefined;
}

/** Whether a file is another one afterwards, or stands elsewhere. */
export function isOther({ before, after }: Versions<Pick<LocatedPolicy, "path" | "sha">>): boolean {
  return before?.sha !== after?.sha || before?.path !== after?.path;
}
