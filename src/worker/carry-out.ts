import { GitHubError } from "../github/github-error.ts";
import { renderInvalidConfig } from "../github/report/render/render-invalid-config.ts";
import { renderObstacle } from "../github/report/render/render-obstacle.ts";
import { renderUnwanted } from "../github/report/render/render-unwanted.ts";
import type { RenderedEnd } from "../github/report/render/rendered-end.ts";
import type { Run } from "../jobs/run.ts";
import type { JobContext, NewlyApplied } from "../jobs/state.ts";
import { inLogContext } from "../observe/log-context.ts";
import type { Obstacle } from "../publish/obstacle.ts";
import { concludeCheckRun, tryConcludeCheckRun } from "./check-run.ts";
import { workflowsTree } from "./locate-config.ts";
import { nameOf } from "./name-of.ts";
import { type OpenRun, openRun } from "./open-run.ts";
import type { Pace } from "./pace.ts";
import type { WorkerParts } from "./parts.ts";
import { publishImages } from "./publish-images.ts";
import { readConfig } from "./read-config.ts";
import { renderPublished } from "./render-published.ts";

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
  readonly applied: NewlyApplied;
}

async function execute(parts: WorkerParts, pace: Pace, run: Run, context: JobContext): Promise<void> {
  const { signal } = context;
  const { runs } = parts.state;
  const open = await openRun(parts, run, signal);
  const { github, commit, checkRun } = open;
  const place = { github, run: { ...run, checkRun }, commit, signal };
  const end = await reconcile(parts, pace, open, context);
  if (!end) {
    await tryConcludeCheckRun(place, "cancelled", renderUnwanted());
    return await runs.conclude(run.id, "cancelled");
  }
  const { conclusion, output, applied } = end;
  await concludeCheckRun(place, conclusion, output);
  parts.log.info({ commit, conclusion }, output.title);
  await runs.conclude(run.id, conclusion, applied);
}

/** Undefined: nobody wants the run any longer. */
async function reconcile(
  parts: WorkerParts,
  pace: Pace,
  open: OpenRun,
  context: JobContext,
): Promise<End | undefined> {
  const { run, github, commit, config } = open;
  const { state, registry, clock } = parts;
  const applied = { commit, configSha: config.sha };
  const tell = { path: config.path, commit, repository: run.repository };
  if (run.published) {
    const finishedAt = run.finishedAt?.getTime() ?? 0;
    return { ...renderPublished(run.published, { ...tell, finishedAt }), applied };
  }
  const read = await readConfig(github, run.repository, registry, config, context.signal);
  if (!read.config) {
    return { conclusion: "failure", output: renderInvalidConfig(read.problems, config.path), applied };
  }
  const published = await publishImages(parts, { open, config: read.config, pace }, context);
  switch (published.kind) {
    case "unwanted":
      return undefined;
    case "obstructed": {
      const { installation } = run;
      const told = { path: config.path, commit, installation, finishedAt: clock.now() };
      const end = renderObstacle(published.obstacle, told);
      const isOpen = end.conclusion === "action_required";
      return { ...end, applied: isOpen ? await awaiting(open, published.obstacle, context.signal) : applied };
    }
    case "carried-out": {
      const { kind: _, ...carriedOut } = published;
      await state.runs.finish(run.id, carriedOut);
      return { ...renderPublished(carriedOut, { ...tell, finishedAt: clock.now() }), applied };
    }
  }
}

/**
 * A config that a person keeps from being applied, until the workflows of the default branch are others. Throws `UNAVAILABLE` where the
 * one that was missing is there by now: its push found a run on its way and asked for no other one, so this one is tried again.
 */
async function awaiting(
  { run, github, commit, config }: OpenRun,
  obstacle: Obstacle,
  signal: AbortSignal,
): Promise<NewlyApplied> {
  const head = (await github.defaultHead(run.repository, signal)) ?? commit;
  const awaits = await workflowsTree(github, run.repository, head, signal);
  if (obstacle.code === "WORKFLOW_MISSING" && awaits !== "") {
    const file = { path: obstacle.path, ref: head, limit: Number.POSITIVE_INFINITY };
    if ((await github.readFile(run.repository, file, signal)) !== undefined)
      throw new GitHubError("UNAVAILABLE", "look for the workflow", "it was added a moment ago");
  }
  return { commit, configSha: config.sha, awaits };
}
