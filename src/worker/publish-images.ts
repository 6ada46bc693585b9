import type { Config } from "../config/config.ts";
import { progressInterval } from "../github/report/progress-pace.ts";
import type { JobContext } from "../jobs/state.ts";
import type { CarriedOut } from "../publish/carried-out.ts";
import type { Published } from "../publish/publisher.ts";
import type { ImageReport, RunEvent, RunReport } from "../reconcile/report.ts";
import { STOPPED } from "../reconcile/stopped.ts";
import { InterruptedError } from "./interrupted-error.ts";
import { LiveReport } from "./live-report.ts";
import { mergeReports } from "./merge-reports.ts";
import { mirroredImages } from "./mirrored-images.ts";
import type { OpenRun } from "./open-run.ts";
import type { Pace } from "./pace.ts";
import type { WorkerParts } from "./parts.ts";
import { Standing } from "./standing.ts";
import { visibilityOf } from "./visibility-of.ts";

/** Milliseconds between two tries to store what became of an image; doubled each time, for a minute in all. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 32_000;

/** What is carried out, and how often it is told. */
export interface Publishing {
  readonly open: OpenRun;
  readonly config: Config;
  readonly pace: Pace;
}

/**
 * Has the images of a run's config brought to where they belong, telling from time to time how it goes, and stores what became of
 * each. Resolves with the report of all tries. Throws {@link InterruptedError} when the process stops first.
 */
export async function publishImages(
  parts: WorkerParts,
  { open, config, pace }: Publishing,
  context: JobContext,
): Promise<Published> {
  const { run, github, checkRun } = open;
  const { state, clock, publisher, log } = parts;
  const unwanted = new AbortController();
  const stored: Promise<void>[] = [];
  const standing = new Standing(clock.now());
  const onEvent = (event: RunEvent) => {
    standing.advance(event, clock.now());
    if (event.type === "finished" && event.image.error?.code !== STOPPED.code)
      stored.push(storeImage(parts, open, event.image, context.signal));
  };
  const live = new LiveReport({
    clock,
    interval: () => intervalAt(clock.now()),
    tell: async (signal) => {
      if (!(await state.runs.isWanted(run.id))) unwanted.abort();
      const output = standing.tell(clock.now());
      if (!output) return;
      await github.updateCheckRun(run.repository, checkRun, { status: "in_progress", output }, signal);
    },
    onError: (err) => log.warn({ err }, "progress could not be told"),
  });
  pace.enter(run, clock.now());
  try {
    const published = await publisher.publish({
      run: run.id,
      config,
      commit: open.commit,
      path: open.config.path,
      installation: run.installation,
      repository: run.repository,
      only: run.scope,
      onEvent,
      onPhase: (phase) => {
        standing.enter(phase);
        pace.leave(run);
      },
      aside: context.aside,
      stopping: context.stopping,
      unwanted: unwanted.signal,
      signal: context.signal,
    });
    await Promise.all(stored);
    if (published.kind !== "carried-out") return published;
    if (isInterrupted(published.report, context)) throw new InterruptedError();
    return { kind: "carried-out", ...(await complete(published)) };
  } catch (error) {
    if (error === context.stopping.reason) throw new InterruptedError();
    throw error;
  } finally {
    pace.leave(run);
    await live.stop();
  }

  /** What a workflow carries seldom has news, and takes nothing from what others may tell. */
  function intervalAt(now: number): number {
    if (!standing.isFollowed) return pace.interval(run, now);
    return progressInterval({ elapsed: now - standing.startedAt, runs: 1 });
  }

  /** Adds what earlier tries did, and what everybody can see, and remembers where the images are. */
  async function complete({ report, carrier, seen, notices }: CarriedOut): Promise<CarriedOut> {
    const visibility = await visibilityOf(parts, { open, config, report }, context.signal);
    await state.images.put(mirroredImages(run.repository.id, report.images));
    const since = run.startedAt?.getTime() ?? standing.startedAt;
    // The clock may have been set back.
    const seconds = Math.max(0, clock.now() - since) / 1000;
    const whole = mergeReports(await state.items.of(run.id), report, seconds);
    return { report: whole, carrier, seen, notices: [...notices, ...visibility] };
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
