import type { CheckOutput } from "../github/report/check-output.ts";
import { renderInvalidConfig } from "../github/report/render/render-invalid-config.ts";
import { renderSynced } from "../github/report/render/render-synced.ts";
import type { Conclusion, Run } from "../jobs/run.ts";
import type { JobContext } from "../jobs/state.ts";
import { inLogContext } from "../observe/log-context.ts";
import { nameOf } from "./announce.ts";
import { copyImages } from "./copy-images.ts";
import { locateConfig } from "./locate-config.ts";
import { type OpenRun, openRun } from "./open-run.ts";
import type { Pace } from "./pace.ts";
import type { WorkerParts } from "./parts.ts";
import { readConfig } from "./read-config.ts";

/**
 * Carries out a run that was announced: copies, and tells. It may break off anywhere and be done again: what is at the
 * destination is not copied a second time, and what is finished is only told.
 */
export async function carryOut(
  parts: WorkerParts,
  pace: Pace,
  id: string,
  context: JobContext,
): Promise<void> {
  const started = await parts.state.runs.start(id);
  if (!started) return;
  const { run, isResumed } = started;
  await inLogContext({ repository: nameOf(run) }, () => execute(parts, pace, run, isResumed, context));
}

async function execute(
  parts: WorkerParts,
  pace: Pace,
  run: Run,
  isResumed: boolean,
  context: JobContext,
): Promise<void> {
  const open = await openRun(parts, run, isResumed, context.signal);
  const answer = await reconcile(parts, pace, open, context);
  const { runs } = parts.state;
  if (!answer) return await runs.conclude(run.id, "cancelled");
  const { conclusion, output } = answer;
  const update = { status: "completed", conclusion, output } as const;
  await open.github.updateCheckRun(open.run.repository, open.checkRun, update, context.signal);
  parts.log.info({ commit: open.commit, conclusion }, output.title);
  await runs.conclude(run.id, conclusion, { commit: open.commit, configSha: open.configSha });
}

/** The last word on a run; undefined when nobody wants to hear it any longer. */
interface LastWord {
  readonly conclusion: Exclude<Conclusion, "none">;
  readonly output: CheckOutput;
}

async function reconcile(
  parts: WorkerParts,
  pace: Pace,
  open: OpenRun,
  context: JobContext,
): Promise<LastWord | undefined> {
  const { run, github, commit } = open;
  const { state, registry, clock } = parts;
  const located = await locateConfig(github, run.repository, commit, context.signal);
  // A commit never changes, but the repository may have been emptied of it by a force push.
  if (!located) return undefined;
  const { path } = located;
  let { report } = run;
  if (!report) {
    const read = await readConfig(github, run.repository, registry, located, context.signal);
    if (!read.config) return { conclusion: "failure", output: renderInvalidConfig(read.problems, path) };
    report = (await copyImages(parts, { open, config: read.config, pace }, context)) ?? null;
    if (!report) return undefined;
    await state.runs.finish(run.id, report);
  }
  return renderSynced(report, { path, commit, repository: run.repository, finishedAt: clock.now() });
}
