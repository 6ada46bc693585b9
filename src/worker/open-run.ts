import type { InstallationGitHub } from "../github/github.ts";
import { renderInProgress } from "../github/report/render/render-in-progress.ts";
import type { Run } from "../jobs/run.ts";
import { startOfRun } from "../progress/progress-state.ts";
import { createCheckRun, openCheckRun } from "./check-run.ts";
import type { WorkerParts } from "./parts.ts";

/** A run whose check run says that it is being carried out. */
export interface OpenRun {
  readonly run: Run;
  readonly commit: string;
  readonly configSha: string;
  readonly checkRun: number;
  readonly github: InstallationGitHub;
}

/** Opens a run that was started. `isResumed`: somebody may have opened it before, and not remembered the check run. */
export async function openRun(
  { state, github: app, clock }: WorkerParts,
  run: Run,
  isResumed: boolean,
  signal: AbortSignal,
): Promise<OpenRun> {
  const { id, commit, configSha, repository } = run;
  if (commit === null || configSha === null) throw new Error(`run ${id} was started before it was announced`);
  const github = app.installation(run.installation);
  const opened = { run, commit, configSha, github };
  if (run.report && run.checkRun !== null) return { ...opened, checkRun: run.checkRun };
  const output = renderInProgress(startOfRun(clock.now()), clock.now());
  if (run.checkRun !== null) {
    await github.updateCheckRun(repository, run.checkRun, { status: "in_progress", output }, signal);
    return { ...opened, checkRun: run.checkRun };
  }
  const create = isResumed ? openCheckRun : createCheckRun;
  const checkRun = await create({ github, run, commit, signal }, "in_progress", output);
  await state.runs.attach(id, checkRun);
  return { ...opened, checkRun };
}
