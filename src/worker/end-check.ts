import type { InstallationGitHub, NewCheckRun, RepositoryName } from "../github/github.ts";
import { MOST_ANNOTATIONS } from "../github/report/check-output.ts";
import type { RenderedEnd } from "../github/report/render/rendered-end.ts";

/** Where a check run stands, or is to stand. */
export interface CheckPlace {
  readonly github: InstallationGitHub;
  readonly repository: RepositoryName;
  readonly identity: Pick<NewCheckRun, "name" | "commit" | "externalId">;
  readonly signal: AbortSignal;
}

/**
 * Ends a check run, which is made where there is none yet (`known` undefined): with one request, unless it has many annotations.
 * Resolves with its id.
 */
export async function endCheck(
  { github, repository, identity, signal }: CheckPlace,
  known: number | undefined,
  end: RenderedEnd,
): Promise<number> {
  const { annotations = [], ...words } = end.output;
  const completed = { status: "completed", ...end } as const;
  if (known === undefined && annotations.length <= MOST_ANNOTATIONS)
    return await github.createCheckRun(repository, { ...identity, ...completed }, signal);
  // What is not the last word has no annotations: they are not sent twice.
  const begun = { ...identity, status: "in_progress", output: words } as const;
  const id = known ?? (await github.createCheckRun(repository, begun, signal));
  await github.updateCheckRun(repository, id, completed, signal);
  return id;
}
