import type { Config } from "../config/config.ts";
import { progressInterval } from "../github/report/progress-pace.ts";
import { renderObstacle } from "../github/report/render/render-obstacle.ts";
import type { JobContext } from "../jobs/state.ts";
import type { Departed } from "../plan/departed.ts";
import type { CarriedOut } from "../publish/carried-out.ts";
import { forbiddenReport } from "../publish/forbidden-report.ts";
import type { Obstacle } from "../publish/obstacle.ts";
import type { Published } from "../publish/publisher.ts";
import type { ImageReport, RunEvent, RunReport } from "../reconcile/report.ts";
import { STOPPED } from "../reconcile/stopped.ts";
import { surplusBackups } from "./find-removable.ts";
import type { Target } from "./find-targets.ts";
import { InterruptedError } from "./interrupted-error.ts";
import { joinPublished } from "./join-published.ts";
import { LateCheckRun } from "./late-check-run.ts";
import { LiveReport } from "./live-report.ts";
import { mergeReports } from "./merge-reports.ts";
import type { OpenRun } from "./open-run.ts";
import type { Pace } from "./pace.ts";
import type { WorkerParts } from "./parts.ts";
import { rememberImages } from "./remember-images.ts";
import { groundOfOrder, type RunKnowledge, recallKnowledge } from "./run-knowledge.ts";
import { Standing } from "./standing.ts";
import { type Received, tellReceivers } from "./tell-receivers.ts";
import { visibilityOf } from "./visibility-of.ts";

/** Milliseconds between two tries to store what became of an image; doubled each time, for a minute in all. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 32_000;

/** What is carried out, and how often it is told. */
export interface Publishing {
  readonly open: OpenRun;
  /** The whole of it. */
  readonly config: Config;
  readonly targets: readonly Target[];
  /** Images that are not to be tried: policies forbid them. */
  readonly untried: readonly ImageReport[];
  readonly pace: Pace;
}

/**
 * Has the images of a run's config brought to where they belong, telling from time to time how it goes, and stores what became of
 * each. Resolves with the report of all tries. Throws {@link InterruptedError} when the process stops first.
 */
export async function publishImages(
  parts: WorkerParts,
  { open, config, targets, untried, pace }: Publishing,
  context: JobContext,
): Promise<Published> {
  const { run } = open;
  const { state, clock, log, registry } = parts;
  const knowledge = await recallKnowledge(state, run.repository.id);
  const checkRun = new LateCheckRun(state.runs, open);
  const unwanted = new AbortController();
  const stored: Promise<void>[] = [];
  const standing = new Standing(clock.now());
  const onEvent = (event: RunEvent) => {
    standing.advance(event, clock.now());
    if (event.type === "finished" && hasEnded(event.image))
      stored.push(storeImage(parts, open, event.image, context.signal));
  };
  const live = new LiveReport({
    clock,
    interval: () => intervalAt(clock.now()),
    tell: async (signal) => {
      if (!(await state.runs.isWanted(run.id))) unwanted.abort();
      if (!checkRun.isOpen && !standing.hasWork) return;
      const output = standing.tell(clock.now());
      if (output) await checkRun.update(output, signal);
    },
    onError: (err) => log.warn({ err }, "progress could not be told"),
  });
  pace.enter(run, clock.now());
  try {
    const carried: CarriedOut[] = [];
    const received: Received[] = [];
    const failed: ImageReport[] = [];
    let obstacle: Obstacle | undefined;
    for (const target of targets) {
      const published = await publish(target);
      await Promise.all(stored);
      if (published.kind === "unwanted") return published;
      if (published.kind === "carried-out") {
        if (isInterrupted(published.report, context)) throw new InterruptedError();
        carried.push(published);
        if (target.consent) received.push({ target, consent: target.consent, published });
      } else if (target.consent) failed.push(...obstructedReports(target, published.obstacle));
      else obstacle = published.obstacle;
    }
    const joined = joinPublished(carried, [...failed, ...untried]);
    const completed = await complete(joined);
    await tellReceivers(parts, open, received, context.signal);
    return obstacle ? { kind: "obstructed", obstacle } : { kind: "carried-out", ...completed };
  } catch (error) {
    if (error === context.stopping.reason) throw new InterruptedError();
    throw error;
  } finally {
    pace.leave(run);
    await live.stop();
  }

  function publish(target: Target): Promise<Published> {
    const { mode, share, installation, repository } = target;
    const ground = { run, config, registry, now: clock.now() };
    return parts.publisherOf(mode).publish({
      run: run.id,
      ...share,
      commit: open.commit,
      path: open.config.path,
      configRepository: run.repository,
      installation,
      repository,
      only: run.scope,
      ...groundOfOrder(knowledge, ground, target),
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
  }

  /** What could not be brought below another owner, for a reason that lies there. */
  function obstructedReports({ owner, share }: Target, found: Obstacle): readonly ImageReport[] {
    const told = { path: open.config.path, commit: open.commit, installation: run.installation };
    const { title } = renderObstacle(found, { ...told, finishedAt: clock.now() }).output;
    const side = "destination" as const;
    const refusal = { side, message: title, remedy: `Ask ${owner} to put that right.`, rule: undefined };
    return share.config.entries.map((entry) => ({
      ...forbiddenReport({ entry, refusal }, { registry: parts.registry, owner }),
      result: "failed",
      error: { code: found.code, side, message: title, remedy: refusal.remedy },
    }));
  }

  /** What a workflow carries seldom has news, and takes nothing from what others may tell. */
  function intervalAt(now: number): number {
    if (!standing.isFollowed) return pace.interval(run, now);
    return progressInterval({ elapsed: now - standing.startedAt, runs: 1 });
  }

  /** Adds what earlier tries did, and what everybody can see, and remembers where the images are. */
  async function complete({ report, notices, ...rest }: CarriedOut): Promise<CarriedOut> {
    const entries = targets.flatMap(({ share }) => share.config.entries);
    const visibility = await visibilityOf(parts, { open, entries, report }, context.signal);
    await rememberImages(parts, run.repository, report.images, config);
    const since = run.startedAt?.getTime() ?? standing.startedAt;
    // The clock may have been set back.
    const seconds = Math.max(0, clock.now() - since) / 1000;
    const whole = mergeReports(await state.items.of(run.id), report, seconds);
    const told = await withDepartures(whole);
    return { ...rest, report: told, notices: [...notices, ...visibility] };
  }

  /** Adds the backups that are too many by now, and since when people know of what has left. */
  async function withDepartures(report: RunReport): Promise<RunReport> {
    const { departed, ...rest } = report;
    if (!departed) return report;
    // Who asked for some images is not told of all others.
    if (run.asker && run.scope.length > 0) return rest;
    const backups = await state.backups.of(run.repository.id);
    const place = { registry, owner: run.repository.owner };
    const all = [...departed, ...surplusBackups({ config, place, backups })];
    return { ...report, departed: all.map((one) => sinceTold(one, knowledge)) };
  }
}

/** What was stopped or waits for pulls has not: whoever takes the run up again finds out anew. */
function hasEnded({ result, error }: ImageReport): boolean {
  return result !== "deferred" && error?.code !== STOPPED.code;
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

function sinceTold(departed: Departed, { departures, shared }: RunKnowledge): Departed {
  const { deleteAfter: _, ...kept } = departed;
  const { destination, digest, why } = departed;
  if (shared.has(destination)) return { ...kept, why: `${why}, and another repository mirrors to it` };
  const told = departures.find((one) => one.destination === destination && one.digest === digest);
  return told ? { ...departed, announcedAt: told.announcedAt.toISOString() } : departed;
}
