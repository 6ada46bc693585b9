import { judge } from "../config/policy/judge.ts";
import { RETRY_BUTTON } from "../github/report/check-buttons.ts";
import { renderBrokenPolicy } from "../github/report/render/render-broken-policy.ts";
import { renderCancelled } from "../github/report/render/render-cancelled.ts";
import { renderInvalidConfig } from "../github/report/render/render-invalid-config.ts";
import { renderObstacle } from "../github/report/render/render-obstacle.ts";
import { renderUnwanted } from "../github/report/render/render-unwanted.ts";
import { renderWithdrawn } from "../github/report/render/render-withdrawn.ts";
import type { RenderedEnd } from "../github/report/render/rendered-end.ts";
import type { Run } from "../jobs/run.ts";
import type { JobContext, NewlyApplied } from "../jobs/state.ts";
import { inLogContext } from "../observe/log-context.ts";
import { once } from "../oci/once.ts";
import type { CarriedOut } from "../publish/carried-out.ts";
import { forbiddenReport } from "../publish/forbidden-report.ts";
import { compileOnly } from "../reconcile/compile-only.ts";
import { appliedAs } from "./applied-as.ts";
import { awaitWorkflow } from "./await-workflow.ts";
import { concludeCheckRun, tryConcludeCheckRun } from "./check-run.ts";
import { endRun } from "./end-run.ts";
import { MOST_RUNS } from "./errands/issues/latest-images.ts";
import { findTargets } from "./find-targets.ts";
import { isByItself } from "./is-by-itself.ts";
import { isNews } from "./is-news.ts";
import { nameOf } from "./name-of.ts";
import { type OpenRun, openRun } from "./open-run.ts";
import type { Pace } from "./pace.ts";
import type { WorkerParts } from "./parts.ts";
import { publishImages } from "./publish-images.ts";
import { readConfig } from "./read-config.ts";
import { groundOf } from "./read-ground.ts";
import { readLayers } from "./read-layers.ts";
import { rememberImages } from "./remember-images.ts";
import { renderPublished } from "./render-published.ts";
import { withdrawalOf } from "./withdrawal-of.ts";

/**
 * Carries out a run that was announced: has its images published, and tells. It may break off anywhere and be done again: what is at
 * the destination is not copied a second time, and what is finished is only told.
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

/** How a run ends, and what counts as applied then. */
interface End extends RenderedEnd {
  readonly applied?: NewlyApplied;
  readonly published?: CarriedOut;
}

async function execute(parts: WorkerParts, pace: Pace, run: Run, context: JobContext): Promise<void> {
  const { signal } = context;
  const { runs } = parts.state;
  const open = await openRun(parts, run, signal);
  const { github, commit } = open;
  const end = await reconcile(parts, pace, open, context);
  const now = (await runs.find(run.id)) ?? run;
  const place = { github, run: { ...run, checkRun: now.checkRun ?? open.checkRun }, commit, signal };
  if (!end) {
    const by = now.cancelledBy;
    const brought = by ? await parts.state.items.of(run.id) : [];
    const output = by ? renderCancelled(by, brought) : renderUnwanted();
    await tryConcludeCheckRun(place, { conclusion: "cancelled", output });
    const config = by && (await readConfig(github, run.repository, open.config, signal)).config;
    await rememberImages(parts, run.repository, brought, config || undefined);
    // What somebody has stopped is not begun again before its time.
    const { applied } = config ? appliedAs(open, config, parts.clock.now()) : {};
    return await runs.conclude(run.id, "cancelled", applied);
  }
  const { applied, published = null, ...rendered } = end;
  const { conclusion, output } = rendered;
  if (place.run.checkRun === null && isByItself(run) && !(await isNewsOf(parts, run, end)))
    return await endRun(parts, run, { conclusion: "none", applied, published }, signal);
  await runs.attach(run.id, await concludeCheckRun(place, rendered));
  parts.log.info({ commit, conclusion }, output.title);
  await endRun(parts, run, { conclusion, applied, published }, signal);
}

async function isNewsOf({ state }: WorkerParts, run: Run, end: End): Promise<boolean> {
  const repository = run.repository.id;
  // Its push may not have been heard of yet, and is answered by this then.
  if ((await state.configs.of(repository))?.configSha !== run.configSha) return true;
  const latest = await state.runs.latest(repository, null, MOST_RUNS);
  // What is in the way has been told, and is there still.
  if (!end.published) return latest[0]?.conclusion !== end.conclusion || end.conclusion === "failure";
  return isNews(end.published, { runs: latest, departures: await state.departures.of(repository) });
}

/** Undefined: nobody wants the run any longer. */
async function reconcile(
  parts: WorkerParts,
  pace: Pace,
  open: OpenRun,
  context: JobContext,
): Promise<End | undefined> {
  const { run, github, commit, config } = open;
  const { state, clock } = parts;
  const { signal } = context;
  if (run.published) {
    const finishedAt = run.finishedAt?.getTime() ?? 0;
    const read = await readConfig(github, run.repository, config, signal);
    return await tell(parts, open, run.published, appliedAs(open, read.config, clock.now()), finishedAt);
  }
  if (run.cancelledBy !== null) return undefined;
  const layersOf = once(() => readLayers(parts, run, signal));
  const withdrawal = await withdrawalOf(github, run, layersOf, signal);
  if (withdrawal) return { conclusion: "cancelled", output: renderWithdrawn(withdrawal) };
  const read = await readConfig(github, run.repository, config, signal);
  const applied = appliedAs(open, read.config, clock.now());
  if (!read.config) {
    return { conclusion: "failure", output: renderInvalidConfig(read.problems, config.path), ...applied };
  }
  const bound = await layersOf();
  if (bound.broken) {
    const { file, problems } = bound.broken;
    return { conclusion: "failure", output: renderBrokenPolicy(file, problems), ...applied };
  }
  const known = await groundOf(parts, run, read.config, bound.layers, signal);
  const judged = judge(read.config, known.ground);
  const { targets, unreachable } = await findTargets(parts, run, { judged, ...known }, signal);
  const place = { registry: parts.registry, owner: run.repository.owner };
  const { mayMean } = compileOnly(run.scope);
  const untried = [...judged.forbidden, ...unreachable]
    .filter(({ entry }) => mayMean(entry.source))
    .map((forbidden) => forbiddenReport(forbidden, place));
  const published = await publishImages(
    parts,
    { open, config: read.config, targets, untried, pace },
    context,
  );
  switch (published.kind) {
    case "unwanted":
      return undefined;
    case "obstructed": {
      const { obstacle } = published;
      const told = { path: config.path, commit, installation: run.installation, finishedAt: clock.now() };
      const end = renderObstacle(obstacle, told);
      if (end.conclusion !== "action_required" || !applied.applied) return { ...end, ...applied };
      const awaits = await awaitWorkflow(open, obstacle, signal);
      return { ...end, applied: { ...applied.applied, awaits } };
    }
    case "carried-out": {
      const { kind: _, ...carriedOut } = published;
      await state.runs.finish(run.id, carriedOut);
      return await tell(parts, open, carriedOut, applied, clock.now());
    }
  }
}

async function tell(
  { state }: Pick<WorkerParts, "state">,
  { run, commit, config }: OpenRun,
  published: CarriedOut,
  applied: Pick<End, "applied">,
  finishedAt: number,
): Promise<End> {
  const { repository, pull } = run;
  const looked = new Set(published.report.images.map(({ source }) => source));
  const others = run.scope.length === 0 || pull !== null ? [] : await state.waiting.of(repository.id);
  const end = renderPublished(published, {
    path: config.path,
    commit,
    repository,
    finishedAt,
    isProposal: pull !== null,
    waitingElse: others.filter(({ source }) => !looked.has(source)).map(({ until }) => until.getTime()),
  });
  const buttons = end.conclusion === "failure" ? [RETRY_BUTTON] : [];
  return { ...end, ...(buttons.length > 0 && { buttons }), ...applied, published };
}
