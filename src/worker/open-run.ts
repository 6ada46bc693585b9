import type { InstallationGitHub } from "../github/github.ts";
import { renderInProgress } from "../github/report/render/render-in-progress.ts";
import type { Run } from "../jobs/run.ts";
import { startOfRun } from "../progress/progress-state.ts";
import { openCheckRun } from "./check-run.ts";
import { isByItself } from "./is-by-itself.ts";
import type { WorkerParts } from "./parts.ts";

/** A run whose check run says that it is being carried out. */
export interface OpenRun {
  readonly run: Run;
  readonly commit: string;
  /** The config that it applies. */
  readonly config: { readonly path: string; readonly sha: string };
  /** Null: the run came about by itself, and nobody is told of it before there is something to tell. */
  readonly checkRun: number | null;
  readonly github: InstallationGitHub;
}

/** Opens a run that was started, whether or not somebody opened it before; one that came about by itself without a check run. */
export async function openRun(
  { state, github: app, clock }: WorkerParts,
  run: Run,
  signal: AbortSignal,
): Promise<OpenRun> {
  const { id, commit, configSha, configPath, repository } = run;
  if (commit === null || configSha === null || configPath === null) {
    throw new Error(`run ${id} was started before it was announced`);
  }
  const github = app.installation(run.installation);
  const opened = { run, commit, config: { path: configPath, sha: configSha }, github };
  if (run.published && run.checkRun !== null) return { ...opened, checkRun: run.checkRun };
  if (isByItself(run) && run.checkRun === null) return { ...opened, checkRun: null };
  const output = renderInProgress(startOfRun(clock.now()), clock.now());
  if (run.checkRun !== null) {
    await github.updateCheckRun(repository, run.checkRun, { status: "in_progress", output }, signal);
    return { ...opened, checkRun: run.checkRun };
  }
  // It may be there without our knowledge: from a try that ended before it was remembered.
  const checkRun = await openCheckRun({ github, run, commit, signal }, "in_progress", output);
  await state.runs.attach(id, checkRun);
  return { ...opened, checkRun };
}
