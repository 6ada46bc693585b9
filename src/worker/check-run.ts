import type { InstallationGitHub } from "../github/github.ts";
import { isRefusal } from "../github/github-error.ts";
import { CHECK_NAME, PROPOSAL_CHECK_NAME } from "../github/report/check-name.ts";
import type { CheckOutput } from "../github/report/check-output.ts";
import type { RenderedEnd } from "../github/report/render/rendered-end.ts";
import type { Run } from "../jobs/run.ts";
import { endCheck } from "./end-check.ts";

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
  const known = await knownCheckRun(place);
  if (known !== undefined) return known;
  const { github, run, signal } = place;
  return await github.createCheckRun(run.repository, { ...identityOf(place), status, output }, signal);
}

/**
 * Ends the check run of a run, which is made where there is none yet: with one request, unless it has many annotations. Resolves with its
 * id.
 */
export async function concludeCheckRun(place: CheckRunPlace, end: RenderedEnd): Promise<number> {
  return await endCheckRun(place, await knownCheckRun(place), end);
}

/** The same for one that was looked for already: `known`, or undefined where there is none. */
export async function endCheckRun(
  place: CheckRunPlace,
  known: number | undefined,
  end: RenderedEnd,
): Promise<number> {
  const { github, run, signal } = place;
  const identity = identityOf(place);
  return await endCheck({ github, repository: run.repository, identity, signal }, known, end);
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

function identityOf({ run, commit }: CheckRunPlace) {
  const name = run.pull === null ? CHECK_NAME : PROPOSAL_CHECK_NAME;
  return { name, commit, externalId: run.id };
}
