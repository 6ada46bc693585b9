import type { CheckRunUpdate, InstallationGitHub } from "../github/github.ts";
import { isRefusal } from "../github/github-error.ts";
import { CHECK_NAME } from "../github/report/check-name.ts";
import { type CheckOutput, MOST_ANNOTATIONS } from "../github/report/check-output.ts";
import type { Run } from "../jobs/run.ts";

/** What is needed to find or make the check run of a run. */
export interface CheckRunPlace {
  readonly github: InstallationGitHub;
  readonly run: Run;
  readonly commit: string;
  readonly signal: AbortSignal;
}

/** The check run that a run has: the one it remembers, or else the one on its commit with its `external_id`, if there is any. */
export async function knownCheckRun({
  github,
  run,
  commit,
  signal,
}: CheckRunPlace): Promise<number | undefined> {
  const check = { name: CHECK_NAME, commit, externalId: run.id };
  return run.checkRun ?? (await github.findCheckRun(run.repository, check, signal));
}

/**
 * The check run of a run that may have one already: a process that died in between has made it and not remembered it. It is
 * found by its `external_id`, or else made.
 */
export async function openCheckRun(
  place: CheckRunPlace,
  status: "queued" | "in_progress",
  output: CheckOutput,
): Promise<number> {
  const { github, run, commit, signal } = place;
  const check = { name: CHECK_NAME, commit, externalId: run.id };
  const known = await knownCheckRun(place);
  return known ?? (await github.createCheckRun(run.repository, { ...check, status, output }, signal));
}

/** Ends the check run of a run, which is made where there is none yet: with one request, unless it has many annotations. */
export async function concludeCheckRun(
  place: CheckRunPlace,
  conclusion: NonNullable<CheckRunUpdate["conclusion"]>,
  output: CheckOutput,
): Promise<void> {
  const { github, run, commit, signal } = place;
  const { repository, id: externalId } = run;
  const { annotations = [], ...words } = output;
  const check = { name: CHECK_NAME, commit, externalId };
  const completed = { status: "completed", conclusion, output } as const;
  const known = await knownCheckRun(place);
  if (known === undefined && annotations.length <= MOST_ANNOTATIONS) {
    await github.createCheckRun(repository, { ...check, ...completed }, signal);
    return;
  }
  // What is not the last word has no annotations: they are not sent twice.
  const begun = { ...check, status: "in_progress", output: words } as const;
  const checkRun = known ?? (await github.createCheckRun(repository, begun, signal));
  await github.updateCheckRun(repository, checkRun, completed, signal);
}

/** The same, where GitHub will have it: a repository that is out of our reach by now is not told. */
export async function tryConcludeCheckRun(
  ...[place, conclusion, output]: Parameters<typeof concludeCheckRun>
): Promise<void> {
  try {
    await concludeCheckRun(place, conclusion, output);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}
