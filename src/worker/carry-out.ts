import { renderInvalidConfig } from "../github/report/render/render-invalid-config.ts";
import { renderSynced } from "../github/report/render/render-synced.ts";
import { renderUnwanted } from "../github/report/render/render-unwanted.ts";
import type { RenderedEnd } from "../github/report/render/rendered-end.ts";
import type { Run } from "../jobs/run.ts";
import type { JobContext } from "../jobs/state.ts";
import { inLogContext } from "../observe/log-context.ts";
import { concludeCheckRun, tryConcludeCheckRun } from "./check-run.ts";
import { copyImages } from "./copy-images.ts";
import { nameOf } from "./name-of.ts";
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
  const run = await parts.state.runs.start(id);
  if (run) await inLogContext({ repository: nameOf(run) }, () => execute(parts, pace, run, context));
}

async function execute(parts: WorkerParts, pace: Pace, run: Run, context: JobContext): Promise<void> {
  const { signal } = context;
  const { runs } = parts.state;
  const open = await openRun(parts, run, signal);
  const { github, commit, checkRun, config } = open;
  const place = { github, run: { ...run, checkRun }, commit, signal };
  const last = await reconcile(parts, pace, open, context);
  if (!last) {
    await tryConcludeCheckRun(place, "cancelled", renderUnwanted());
    return await runs.conclude(run.id, "cancelled");
  }
  await concludeCheckRun(place, last.conclusion, last.output);
  parts.log.info({ commit, conclusion: last.conclusion }, last.output.title);
  await runs.conclude(run.id, last.conclusion, { commit, configSha: config.sha });
}

/** Undefined: nobody wants the run any longer. */
async function reconcile(
  parts: WorkerParts,
  pace: Pace,
  open: OpenRun,
  context: JobContext,
): Promise<RenderedEnd | undefined> {
  const { run, github, commit, config } = open;
  const { state, registry, clock } = parts;
  const { repository } = run;
  const tell = { path: config.path, commit, repository };
  if (run.report) return renderSynced(run.report, { ...tell, finishedAt: run.finishedAt?.getTime() ?? 0 });
  const read = await readConfig(github, repository, registry, config, context.signal);
  if (!read.config) return { conclusion: "failure", output: renderInvalidConfig(read.problems, config.path) };
  const report = await copyImages(parts, { open, config: read.config, pace }, context);
  if (!report) return undefined;
  await state.runs.finish(run.id, report);
  return renderSynced(report, { ...tell, finishedAt: clock.now() });
}
