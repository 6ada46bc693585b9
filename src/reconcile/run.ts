import type { Entry } from "../config/config.ts";
import { Copier } from "../copy/copier.ts";
import { Destinations } from "../copy/destinations.ts";
import { Manifests } from "../copy/manifests.ts";
import type { Order } from "../copy/order.ts";
import { Surveyor } from "../copy/surveyor.ts";
import { formatReference, type Reference } from "../oci/reference.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { Desired } from "../plan/desired.ts";
import { destinationOf, type Place } from "../plan/destination.ts";
import { type Observed, UNOBSERVED } from "../plan/observed.ts";
import type { PlannedImage } from "../plan/plan.ts";
import { planImage } from "../plan/plan-image.ts";
import { DestinationTags } from "./destination-tags.ts";
import { explain } from "./explain.ts";
import { copiedReport, failedReport, plannedReport } from "./image-report.ts";
import { mapBounded } from "./map-bounded.ts";
import type { PlanOptions } from "./mirror.ts";
import { observe } from "./observe.ts";
import type { ImageReport, RunReport } from "./report.ts";
import { select } from "./selection.ts";
import { STOPPED } from "./stopped.ts";
import { summarize, type Totals } from "./summarize.ts";
import type { Surveyed, SurveyImages, Unsurveyed } from "./survey-images.ts";

/** Looking costs a HEAD on each side; the connections bound how many are really under way. */
const MOST_OBSERVED_AT_ONCE = 512;
/** Enough to keep every slot busy while the manifests of other images are on their way. */
const MOST_COPIED_AT_ONCE = 128;
/** An image of more is not worth to be looked into where pulls are to be saved: 30 platforms with their attestations. */
const MOST_MANIFESTS = 64;
/** What is surveyed before anything is copied must not be fetched, and billed, again. */
const MOST_SURVEYED_BYTES = 256 * 1024 * 1024;

/** What is to be done about an image; with an order where that means work. */
interface Decision {
  readonly planned: PlannedImage;
  readonly observed: Observed;
  readonly order: Order | undefined;
}

type Work = (order: Order, decision: Decision) => Promise<ImageReport>;

/** What a run does with what is to be copied. */
interface Task {
  /** Called once, before anything is worked on. */
  readonly prepare?: (decisions: readonly Decision[]) => Promise<void>;
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
  readonly #destinations = new Destinations();
  readonly #tags = new Map<string, DestinationTags>();

  constructor(options: PlanOptions) {
    this.#options = options;
    this.#place = { registry: options.registry, owner: options.owner };
    this.#now = options.now ?? Date.now;
    const { signal, stopping, share } = options;
    this.#manifests = share ? new Manifests(MOST_SURVEYED_BYTES) : new Manifests();
    this.#looking = stopping ? AbortSignal.any([signal, stopping]) : signal;
  }

  /** Looks, and says what a sync would do. What is to be copied is surveyed, to know what it costs. */
  async plan(): Promise<RunReport> {
    const surveyor = this.#createSurveyor(this.#options.signal);
    const totals = () => ({ mountedBytes: 0, pulls: this.#manifests.pulls });
    const { surveyImages } = this.#options;
    if (surveyImages) return await this.#execute({ ...this.#surveyFirst(surveyImages, surveyor), totals });
    const work: Work = async (order, { planned: { desired }, observed }) =>
      plannedReport(planImage(desired, { ...observed, content: await surveyor.survey(order) }));
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
    const copy: Work = async (order, { planned }) => {
      const outcome = await copier.copy(order);
      mountedBytes += outcome.mounted;
      return copiedReport(planned, outcome);
    };
    return await this.#execute({ work: copy, totals: () => ({ mountedBytes, pulls: manifests.pulls }) });
  }

  /** Leaves it to others what is looked into. */
  #surveyFirst(surveyImages: SurveyImages, surveyor: Surveyor): Pick<Task, "prepare" | "work"> {
    const found = new Map<Order, Surveyed>();
    return {
      prepare: async (decisions) => {
        const wanted = decisions.flatMap(({ planned: { desired }, order }) =>
          order ? [{ order, image: unsurveyed(desired, order, surveyor, this.#options.signal) }] : [],
        );
        const surveyed = await surveyImages(wanted.map(({ image }) => image));
        for (const [index, { order }] of wanted.entries()) found.set(order, surveyed[index]);
      },
      work: async (order, { planned, observed }) => {
        const surveyed = found.get(order);
        if (surveyed && "problem" in surveyed) return failedReport(planned, surveyed.problem);
        return plannedReport(
          surveyed ? planImage(planned.desired, { ...observed, content: surveyed }) : planned,
        );
      },
    };
  }

  async #execute({ prepare, work, totals }: Task): Promise<RunReport> {
    const { config, only, onEvent } = this.#options;
    const started = this.#now();
    const selected = await select(config, {
      place: this.#place,
      only,
      sourceOf: ({ source }) => this.#sourceOf(source),
      // The list that comes back spares the HEADs of tags that the destination lacks.
      onListing: (entry) => this.#tagsOf(this.#destinationOfEntry(entry)).list(),
      signal: this.#looking,
    });
    onEvent({ type: "selected", images: selected.images.length });
    const unmatched = selected.unmatched.map(({ entry, pattern }) => ({
      source: this.#sourceOf(entry.source).toString(),
      pattern,
      line: entry.position.line,
    }));
    for (const glob of unmatched) onEvent({ type: "unmatched", ...glob });
    const all = await mapBounded(selected.images, MOST_OBSERVED_AT_ONCE, (desired) => this.#decide(desired));
    const decisions = await this.#ours(all);
    onEvent({ type: "planned", images: decisions.filter(({ order }) => order).length });
    await prepare?.(decisions);
    const images = await mapBounded(decisions, MOST_COPIED_AT_ONCE, (decision) =>
      this.#carryOut(decision, work),
    );
    const unlisted = selected.unlisted.map(({ desired, problem }) =>
      failedReport(planImage(desired, UNOBSERVED), problem),
    );
    const reported = [...images, ...unlisted];
    const seconds = (this.#now() - started) / 1000;
    const summary = summarize(reported, { ...totals(), seconds });
    return { summary, images: reported, unmatched, pullLimits: this.#options.registries.pullLimits() };
  }

  async #decide(desired: Desired): Promise<Decision> {
    const observed = desired.blocked ? UNOBSERVED : await this.#observe(desired);
    const planned = planImage(desired, observed);
    return { planned, observed, order: this.#orderFor(planned, observed) };
  }

  /** Those that are not left to others. */
  async #ours(decisions: readonly Decision[]): Promise<readonly Decision[]> {
    const { share } = this.#options;
    const sourceOf = ({ planned }: Decision) => formatReference(planned.desired.source);
    const work = decisions.flatMap((decision) =>
      decision.order ? [{ source: sourceOf(decision), order: decision.order }] : [],
    );
    if (!share || work.length < share.least) return decisions;
    const surveyor = this.#createSurveyor(this.#looking);
    const surveyed = await mapBounded(work, MOST_COPIED_AT_ONCE, async ({ source, order }) => {
      // What cannot be surveyed cannot be copied either, and says why when that is tried.
      const estimate = await surveyor.survey(order).catch(() => undefined);
      return { source, bytes: estimate?.bytes ?? 0 };
    });
    if (this.#looking.aborted) return decisions;
    const theirs = share.leave(surveyed);
    return decisions.filter((decision) => !theirs.has(sourceOf(decision)));
  }

  #createSurveyor(signal: AbortSignal): Surveyor {
    return new Surveyor({ manifests: this.#manifests, destinations: this.#destinations, signal });
  }

  async #observe(desired: Desired): Promise<Observed> {
    const signal = this.#looking;
    const source = this.#sourceOf(desired.source);
    const destination = this.#destinationOf(desired.destination);
    const tags = this.#tagsOf(destination);
    try {
      const observed = await observe(desired, {
        source,
        destination,
        tags,
        manifests: this.#manifests,
        memory: this.#options.memory,
        signal,
      });
      const isNew = await tags.isNew();
      if (isNew !== undefined) this.#destinations.of(destination).know(isNew);
      return observed;
    } catch (error) {
      if (!signal.aborted) throw error;
      return { source: { problem: STOPPED }, destination: { problem: STOPPED } };
    }
  }

  #orderFor(
    { desired, action, problem, backup, previousDigest }: PlannedImage,
    { source }: Observed,
  ): Order | undefined {
    if (problem || (action !== "copy" && action !== "update") || !("digest" in source)) return undefined;
    return {
      source: this.#sourceOf(desired.source),
      digest: source.digest,
      destination: this.#destinationOf(desired.destination),
      tag: desired.destination.tag,
      platforms: desired.platforms,
      ...(backup?.tag && previousDigest && { backup: { tag: backup.tag, digest: previousDigest } }),
    };
  }

  /** An image that fails does not stop the others: its failure is its report. */
  async #carryOut(decision: Decision, work: Work): Promise<ImageReport> {
    const { planned, order } = decision;
    if (!order) return plannedReport(planned);
    const { signal, onEvent } = this.#options;
    const image = this.#looking.aborted
      ? failedReport(planned, STOPPED)
      : await work(order, decision).catch((error: unknown) =>
          failedReport(planned, signal.aborted ? STOPPED : explain(error)),
        );
    onEvent({ type: "finished", image });
    return image;
  }

  #sourceOf({ registry, repository }: Reference): Repository {
    return this.#options.registries.get(registry).source(repository);
  }

  #destinationOf({ registry, repository }: Reference): Repository {
    return this.#options.registries.get(registry).destination(repository);
  }

  #destinationOfEntry(entry: Entry): Repository {
    return this.#destinationOf(destinationOf(entry, this.#place));
  }

  #tagsOf(repository: Repository): DestinationTags {
    const key = repository.toString();
    const known = this.#tags.get(key) ?? new DestinationTags(repository, this.#looking);
    this.#tags.set(key, known);
    return known;
  }
}

function unsurveyed(desired: Desired, order: Order, surveyor: Surveyor, signal: AbortSignal): Unsurveyed {
  return {
    desired,
    digest: order.digest,
    survey: () =>
      surveyor.surveyAlone(order, MOST_MANIFESTS).catch((error: unknown) => ({
        problem: signal.aborted ? STOPPED : explain(error),
      })),
  };
}
