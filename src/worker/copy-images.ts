import type { Config } from "../config/config.ts";
import { renderInProgress } from "../github/report/render/render-in-progress.ts";
import type { JobContext } from "../jobs/state.ts";
import { advance, startOfRun } from "../progress/progress-state.ts";
import type { ImageReport, RunEvent, RunReport } from "../reconcile/report.ts";
import { STOPPED } from "../reconcile/stopped.ts";
import { InterruptedError } from "./interrupted-error.ts";
import { LiveReport } from "./live-report.ts";
import { mergeReports } from "./merge-reports.ts";
import { mirroredImages } from "./mirrored-images.ts";
import type { OpenRun } from "./open-run.ts";
import type { Pace } from "./pace.ts";
import type { WorkerParts } from "./parts.ts";

/** Milliseconds between two tries to store what became of an image; doubled each time, for a minute in all. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 32_000;

/** What is carried out, and how often it is told. */
export interface Copying {
  readonly open: OpenRun;
  readonly config: Config;
  readonly pace: Pace;
}

/**
 * Copies the images of a run's config, telling from time to time how it goes, and stores what became of each as it ends.
 * Resolves with the report of all tries; undefined when nobody wants the run any longer. Throws {@link InterruptedError} when
 * the process stops first.
 */
export async function copyImages(
  parts: WorkerParts,
  { open, config, pace }: Copying,
  context: JobContext,
): Promise<RunReport | undefined> {
  const { run, github, checkRun } = open;
  const { state, clock, publisher, log } = parts;
  const unwanted = new AbortController();
  const stored: Promise<void>[] = [];
  let progress = startOfRun(clock.now());
  const onEvent = (event: RunEvent) => {
    progress = advance(progress, event, clock.now());
    if (event.type === "finished" && event.image.error?.code !== STOPPED.code)
      stored.push(storeImage(parts, open, event.image, context.signal));
  };
  const live = new LiveReport({
    clock,
    interval: () => pace.interval(run, clock.now()),
    tell: async (signal) => {
      if (!(await state.runs.isWanted(run.id))) unwanted.abort();
      const output = renderInProgress(progress, clock.now());
      await github.updateCheckRun(run.repository, checkRun, { status: "in_progress", output }, signal);
    },
    onError: (err) => log.warn({ err }, "progress could not be told"),
  });
  pace.enter(run, clock.now());
  try {
    const last = await publisher.publish({
      config,
      installation: run.installation,
      repository: run.repository,
      only: run.scope,
      onEvent,
      stopping: context.stopping,
      signal: AbortSignal.any([context.signal, unwanted.signal]),
    });
    await Promise.all(stored);
    if (unwanted.signal.aborted) return undefined;
    if (isInterrupted(last, context)) throw new InterruptedError();
    await state.images.put(mirroredImages(run.repository.id, last.images));
    const since = run.startedAt?.getTime() ?? progress.startedAt;
    // The clock may have been set back.
    const seconds = Math.max(0, clock.now() - since) / 1000;
    return mergeReports(await state.items.of(run.id), last, seconds);
  } finally {
    pace.leave(run);
    await live.stop();
  }
}

function storeImage(parts: WorkerParts, { run }: OpenRun, image: ImageReport, signal: AbortSignal) {
  const stored = putPatiently(parts, run.id, image, signal);
  // It is waited for at the end; until then, a failure is nobody's.
  stored.catch(() => {});
  return stored;
}

/** A database that is away for a moment does not cost the report what was copied meanwhile. */
async function putPatiently(
  { state, clock }: WorkerParts,
  run: string,
  image: ImageReport,
  signal: AbortSignal,
): Promise<void> {
  for (let pause = FIRST_PAUSE; ; pause *= 2) {
    try {
      return await state.items.put(run, image);
    } catch (error) {
      if (pause > LONGEST_PAUSE || signal.aborted) throw error;
      await clock.sleep(pause, signal);
    }
  }
}

function isInterrupted({ images }: RunReport, { signal, stopping }: JobContext): boolean {
  return (signal.aborted || stopping.aborted) && images.some(({ error }) => error?.code === STOPPED.code);
}
