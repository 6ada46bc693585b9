import { Copier } from "../copy/copier.ts";
import { Destinations } from "../copy/destinations.ts";
import { Manifests } from "../copy/manifests.ts";
import type { Order } from "../copy/order.ts";
import { Surveyor } from "../copy/surveyor.ts";
import { formatReference } from "../oci/reference.ts";
import type { Place } from "../plan/destination.ts";
import { findDeparted } from "../plan/find-departed.ts";
import { UNOBSERVED } from "../plan/observed.ts";
import { planImage } from "../plan/plan-image.ts";
import { comparePriority } from "../plan/priority.ts";
import type { Decision } from "./decision.ts";
import { directLooks } from "./direct-looks.ts";
import { explain } from "./explain.ts";
import { holdYoung } from "./hold-young.ts";
import { copiedReport, deferredReport, failedReport, plannedReport } from "./image-report.ts";
import { Lookout } from "./lookout.ts";
import { mapInLanes } from "./map-in-lanes.ts";
import type { PlanOptions } from "./mirror.ts";
import { pullsSpentBehind } from "./pulls-spent-behind.ts";
import { quarantineByPush } from "./quarantine-by-push.ts";
import type { ImageReport, RunReport } from "./report.ts";
import { Repositories } from "./repositories.ts";
import { type Selected, select } from "./selection.ts";
import { STOPPED } from "./stopped.ts";
import { summarize, type Totals } from "./summarize.ts";
import type { Surveyed, SurveyImages, Unsurveyed } from "./survey-images.ts";

/** Enough to keep every slot busy while the manifests of other images are on their way. */
const MOST_COPIED_AT_ONCE = 128;
/** Where pulls may run out, few images shall be half done when they do. */
const MOST_WHERE_PULLS_ARE_SCARCE = 4;
/** An image of more is not worth to be looked into where pulls are to be saved: 30 platforms with their attestations. */
const MOST_MANIFESTS = 64;
/** What is surveyed before anything is copied must not be fetched, and billed, again. */
const MOST_SURVEYED_BYTES = 256 * 1024 * 1024;

/** A decision to copy. */
type Job = Decision & { readonly order: Order };

type Work = (job: Job) => Promise<ImageReport>;

/** What a run does with what is to be copied. */
interface Task {
  /** Called once, before anything is worked on. */
  readonly prepare?: (jobs: readonly Job[]) => Promise<void>;
  readonly work: Work;
  /** Called once, when all is done. */
  readonly totals: () => Omit<Totals, "seconds">;
}

/** One execution of a config, from its entries to the report. */
export class Run {
  readonly #options: PlanOptions;
  readonly #place: Place;
  readonly #now: () => number;
  /** Looking is not worth finishing once there will be no copying. */
  readonly #looking: AbortSignal;
  readonly #manifests: Manifests;
  readonly #repositories: Repositories;
  readonly #destinations: Destinations;

  constructor(options: PlanOptions) {
    const { registry, owner, registries, signal, stopping, share, pulls } = options;
    this.#options = options;
    this.#place = { registry, owner };
    this.#now = options.now ?? Date.now;
    this.#manifests = new Manifests({ gate: pulls, ...(share && { mostKept: MOST_SURVEYED_BYTES }) });
    this.#repositories = new Repositories(registries);
    this.#destinations = new Destinations({ isThrifty: pulls !== undefined });
    this.#looking = stopping ? AbortSignal.any([signal, stopping]) : signal;
  }

  /** Looks, and says what a sync would do. What is to be copied is surveyed, to know what it costs. */
  async plan(): Promise<RunReport> {
    const surveyor = this.#createSurveyor(this.#options.signal);
    const totals = () => ({ mountedBytes: 0, pulls: this.#manifests.pulls });
    const { surveyImages } = this.#options;
    if (surveyImages) return await this.#execute({ ...this.#surveyFirst(surveyImages, surveyor), totals });
    const work: Work = async ({ order, planned, observed }) => {
      const content = await surveyor.survey(order).catch(unlessPullsAreSpent);
      return plannedReport(content ? planImage(planned.desired, { ...observed, content }) : planned);
    };
    return await this.#execute({ work, totals });
  }

  /** Looks, and copies what is missing or has moved. */
  async sync(): Promise<RunReport> {
    const { concurrency, signal, onEvent } = this.#options;
    const listener = {
      expected: (bytes: number) => onEvent({ type: "expected", bytes }),
      moved: (bytes: number) => onEvent({ type: "moved", bytes }),
    };
    const manifests = this.#manifests;
    const destinations = this.#destinations;
    const copier = new Copier({ manifests, destinations, blobsInFlight: concurrency, listener, signal });
    let mountedBytes = 0;
    const copy: Work = async ({ order, planned, facts }) => {
      const spent = manifests.spentAt(order.source.registry.name);
      // What was looked into before, or is another tag of what was copied, may take none.
      if (spent && !manifests.has(order.digest)) return deferredReport(planned, spent, facts);
      const outcome = await copier.copy(order);
      mountedBytes += outcome.mounted;
      return copiedReport(planned, outcome);
    };
    return await this.#execute({ work: copy, totals: () => ({ mountedBytes, pulls: manifests.pulls }) });
  }

  /** Leaves it to others what is looked into. */
  #surveyFirst(surveyImages: SurveyImages, surveyor: Surveyor): Pick<Task, "prepare" | "work"> {
    const found = new Map<Order, Surveyed>();
    const { signal } = this.#options;
    return {
      prepare: async (jobs) => {
        const surveyed = await surveyImages(jobs.map((job) => unsurveyed(job, surveyor, signal)));
        for (const [index, { order }] of jobs.entries()) found.set(order, surveyed[index]);
      },
      work: async ({ order, planned, observed }) => {
        const surveyed = found.get(order);
        if (surveyed && "problem" in surveyed) return failedReport(planned, surveyed.problem);
        return plannedReport(
          surveyed ? planImage(planned.desired, { ...observed, content: surveyed }) : planned,
        );
      },
    };
  }

  async #execute({ prepare, work, totals }: Task): Promise<RunReport> {
    const { registries, looks = directLooks, history, memory, onEvent } = this.#options;
    const started = this.#now();
    const selected = await this.#select();
    onEvent({ type: "selected", images: selected.images.length });
    const unmatched = selected.unmatched.map(({ entry, pattern }) => ({
      source: formatReference(entry.source),
      pattern,
      line: entry.position.line,
    }));
    for (const search of unmatched) onEvent({ type: "unmatched", ...search });
    const lookout = new Lookout({
      ...{ repositories: this.#repositories, destinations: this.#destinations, manifests: this.#manifests },
      ...{ looks, history, memory, signal: this.#looking },
    });
    const decisions = await this.#ours(await this.#holdYoung(await lookout.decideAll(selected)));
    const jobs = decisions.filter(isJob);
    onEvent({ type: "planned", images: jobs.length });
    await prepare?.(jobs);
    const ended = new Map<Decision, ImageReport>();
    await this.#inLanes(jobs, async (job) => void ended.set(job, await this.#carryOut(job, work)));
    const unlisted = selected.unlisted.map(({ desired, problem }) =>
      failedReport(planImage(desired, UNOBSERVED), problem),
    );
    const images = [...decisions.map((one) => ended.get(one) ?? this.#reportIdle(one)), ...unlisted];
    const seconds = (this.#now() - started) / 1000;
    return {
      summary: summarize(images, { ...totals(), seconds }),
      images,
      unmatched,
      pullLimits: registries.pullLimits(),
      selections: selected.selections,
      ...this.#departed(selected),
    };
  }

  async #select(): Promise<Selected> {
    const { config, only, looks = directLooks, history } = this.#options;
    return await select(config, {
      place: this.#place,
      only,
      sourceOf: ({ source }) => this.#repositories.source(source),
      looks,
      brought: history?.all ?? [],
      signal: this.#looking,
    });
  }

  async #holdYoung(decisions: readonly Decision[]): Promise<readonly Decision[]> {
    if (this.#looking.aborted) return decisions;
    const { quarantine = quarantineByPush } = this.#options;
    return await holdYoung(decisions, { quarantine, repositories: this.#repositories, now: this.#now() });
  }

  /** Only who knows what was brought can tell; of entries that were not looked at as a whole, nobody can. */
  #departed({ images, vanished, undecided }: Selected): Pick<RunReport, "departed"> {
    const { config, history } = this.#options;
    if (!history) return {};
    const named = [...images, ...vanished.map(({ desired }) => desired)];
    const departed = findDeparted({
      entries: config.entries,
      place: this.#place,
      named: new Set(named.map(({ destination }) => formatReference(destination))),
      unlisted: undecided,
      brought: history.all,
      prune: config.prune,
    });
    return { departed };
  }

  /** Those that are not left to others. */
  async #ours(decisions: readonly Decision[]): Promise<readonly Decision[]> {
    const { share } = this.#options;
    const sourceOf = ({ planned }: Decision) => formatReference(planned.desired.source);
    const jobs = decisions.filter(isJob);
    if (!share || jobs.length < share.least) return decisions;
    const surveyor = this.#createSurveyor(this.#looking);
    const bytes = new Map<Decision, number>();
    await this.#inLanes(jobs, async (job) => {
      // What cannot be surveyed cannot be copied either, and says why when that is tried.
      const estimate = await surveyor.survey(job.order).catch(() => undefined);
      bytes.set(job, estimate?.bytes ?? 0);
    });
    if (this.#looking.aborted) return decisions;
    const theirs = share.leave(jobs.map((job) => ({ source: sourceOf(job), bytes: bytes.get(job) ?? 0 })));
    return decisions.filter((decision) => !theirs.has(sourceOf(decision)));
  }

  /** Works on the most urgent first, and on few at a time where pulls are scarce. */
  async #inLanes(jobs: readonly Job[], work: (job: Job) => Promise<void>): Promise<void> {
    const bounds = {
      most: MOST_COPIED_AT_ONCE,
      laneOf: ({ order }: Job) => order.source.registry.name,
      widthOf: (lane: string) => (this.#isScarceAt(lane) ? MOST_WHERE_PULLS_ARE_SCARCE : MOST_COPIED_AT_ONCE),
    };
    await mapInLanes(jobs.toSorted(comparePriority), bounds, work);
  }

  /** A registry that has not been asked for anything yet may turn out to limit pulls. */
  #isScarceAt(name: string): boolean {
    const { registries, pulls } = this.#options;
    if (registries.get(name).pullLimit || this.#manifests.spentAt(name)) return true;
    return pulls !== undefined && !this.#manifests.pulls.has(name);
  }

  #createSurveyor(signal: AbortSignal): Surveyor {
    return new Surveyor({ manifests: this.#manifests, destinations: this.#destinations, signal });
  }

  /** An image that fails does not stop the others: its failure is its report. */
  async #carryOut(job: Job, work: Work): Promise<ImageReport> {
    const { signal, onEvent } = this.#options;
    const image = this.#looking.aborted
      ? failedReport(job.planned, STOPPED)
      : await work(job).catch((error: unknown) => {
          if (signal.aborted) return failedReport(job.planned, STOPPED);
          const spent = pullsSpentBehind(error);
          if (spent) return deferredReport(job.planned, spent, job.facts);
          return failedReport(job.planned, explain(error));
        });
    onEvent({ type: "finished", image });
    return image;
  }

  /** Also of an image that no more than to look at would have taken a pull. */
  #reportIdle({ planned, facts }: Decision): ImageReport {
    const { problem, desired } = planned;
    const spent =
      problem?.code === "PULLS_SPENT" ? this.#manifests.spentAt(desired.source.registry) : undefined;
    return spent ? deferredReport(planned, spent, facts) : plannedReport(planned);
  }
}

function isJob(decision: Decision): decision is Job {
  return decision.order !== undefined;
}

/** To be told apart from failures: it was not looked into. */
function unlessPullsAreSpent(error: unknown): undefined {
  if (!pullsSpentBehind(error)) throw error;
}

function unsurveyed(
  { planned: { desired }, order }: Job,
  surveyor: Surveyor,
  signal: AbortSignal,
): Unsurveyed {
  return {
    desired,
    digest: order.digest,
    survey: async () => {
      try {
        return await surveyor.surveyAlone(order, MOST_MANIFESTS).catch(unlessPullsAreSpent);
      } catch (error) {
        return { problem: signal.aborted ? STOPPED : explain(error) };
      }
    },
  };
}
