import type { InstallationGitHub, NewCheckRun } from "../github/github.ts";
import { isRefusal } from "../github/github-error.ts";
import { CHECK_NAME, PROPOSAL_CHECK_NAME } from "../github/report/check-name.ts";
import { type CheckOutput, MOST_ANNOTATIONS } from "../github/report/check-output.ts";
import type { RenderedEnd } from "../github/report/render/rendered-end.ts";
import type { Run } from "../jobs/run.ts";

/** What is needed to find or make the check run of a run. */
export interface CheckRunPlace {
  readonly github: InstallationGitHub;
  readonly run: Run;
  readonly commit: string;
  readonly signal: AbortSignal;
}

/** The check run that a run has: the one it remembers, or else the one on its commit with its `external_id`, if there is any. */
export async function knownCheckRun(place: CheckRunPlace): Promise<number | undefined> {
  const { github, run, signal } = place;
  return run.checkRun ?? (await github.findCheckRun(run.repository, identityOf(place), signal));
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
  return (await knownCheckRun(place)) ?? (await createCheckRun(place, { status, output }));
}

/** Ends the check run of a run, which is made where there is none yet: with one request, unless it has many annotations. */
export async function concludeCheckRun(place: CheckRunPlace, end: RenderedEnd): Promise<void> {
  await endCheckRun(place, await knownCheckRun(place), end);
}

/** The same for one that was looked for already: `known`, or undefined where there is none. */
export async function endCheckRun(
  place: CheckRunPlace,
  known: number | undefined,
  end: RenderedEnd,
): Promise<void> {
  const { annotations = [], ...words } = end.output;
  const completed = { status: "completed", ...end } as const;
  if (known === undefined && annotations.length <= MOST_ANNOTATIONS) {
    await createCheckRun(place, completed);
    return;
  }
  // What is not the last word has no annotations: they are not sent twice.
  const checkRun = known ?? (await createCheckRun(place, { status: "in_progress", output: words }));
  await place.github.updateCheckRun(place.run.repository, checkRun, completed, place.signal);
}

/** The same, where GitHub will have it: a repository that is out of our reach by now is not told. */
export async function tryConcludeCheckRun(
  ...[place, end]: Parameters<typeof concludeCheckRun>
): Promise<void> {
  try {
    await concludeCheckRun(place, end);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

async function createCheckRun(
  place: CheckRunPlace,
  check: Pick<NewCheckRun, "status" | "conclusion" | "output" | "buttons">,
): Promise<number> {
  const { github, run, signal } = place;
  return await github.createCheckRun(run.repository, { ...identityOf(place), ...check }, signal);
}

function identityOf({ run, commit }: CheckRunPlace) {
  const name = run.pull === null ? CHECK_NAME : PROPOSAL_CHECK_NAME;
  return { name, commit, externalId: run.id };
}
