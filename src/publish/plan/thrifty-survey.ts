import type { Survey, Surveys } from "../../jobs/conversation-state.ts";
import { compileOnly } from "../../reconcile/compile-only.ts";
import { mapBounded } from "../../reconcile/map-bounded.ts";
import type { Surveyed, Unsurveyed } from "../../reconcile/survey-images.ts";
import { PullEstimate } from "./pull-estimate.ts";
import { surveyKey } from "./survey-key.ts";

/** How much of a registry's images one plan looks into. */
interface Budget {
  /** Of these, once so many are spent no further image is begun. */
  readonly manifests: number;
  /** Images looked into at the same time. With one at a time, it is always the same ones. */
  readonly atOnce: number;
}

/** Docker Hub lets everybody behind one address pull 100 manifests in six hours. docs.docker.com, "Docker Hub usage and limits". */
const BUDGETS: ReadonlyMap<string, Budget> = new Map([["docker.io", { manifests: 25, atOnce: 1 }]]);
/** Others bill nothing; it is their patience, and ours. */
const OTHER_BUDGET: Budget = { manifests: 1_000, atOnce: 16 };
/** To the memory. */
const CALLS_AT_ONCE = 8;

/** What {@link ThriftySurvey} stands on. */
export interface ThriftySurveyOptions {
  readonly surveys: Surveys;
  /** Globs on `source:tag`: their images come first. */
  readonly first: readonly string[];
}

/** The same content that is to go to the same place, under one tag or several. */
interface Parcel {
  readonly key: string;
  /** One of its images. */
  readonly image: Unsurveyed;
  readonly known: Survey | undefined;
}

/**
 * Looks into as many images as a budget allows, and into none a second time: what an earlier plan has found is taken from memory. That
 * counts against the budget, too, so that a plan of the same images always tells the same.
 */
export class ThriftySurvey {
  /** What carrying out the plan would spend: one pull at least for an image that was not looked into. */
  readonly estimate = new PullEstimate();
  /** Images that were not looked into. */
  unsurveyed = 0;
  readonly #surveys: Surveys;
  readonly #isFirst: (image: Unsurveyed) => boolean;
  readonly #found = new Map<string, Survey>();

  constructor({ surveys, first }: ThriftySurveyOptions) {
    this.#surveys = surveys;
    const { means } = compileOnly(first);
    this.#isFirst = ({ desired }) => means(desired.source);
  }

  /** To be called once. Of images that are the same, all but the first have nothing left to move. Rejects where the memory cannot be read. */
  async survey(images: readonly Unsurveyed[]): Promise<readonly Surveyed[]> {
    const surveyed = await this.#surveyOnce(images);
    const told = new Set<string>();
    return images.map((image) => {
      const key = surveyKey(image);
      const result = surveyed.get(key);
      if (result && "problem" in result) return result;
      this.estimate.add(image, result?.manifests ?? 1);
      if (!result) this.unsurveyed++;
      const isAgain = told.has(key);
      told.add(key);
      return result && isAgain ? { ...result, manifests: 0, bytes: 0 } : result;
    });
  }

  /** Keeps for other plans what this one has spent pulls on. Rejects where the memory cannot be written. */
  async remember(): Promise<void> {
    await mapBounded([...this.#found], CALLS_AT_ONCE, ([key, survey]) => this.#surveys.put(key, survey));
  }

  /** By key. */
  async #surveyOnce(images: readonly Unsurveyed[]): Promise<ReadonlyMap<string, Surveyed>> {
    const inOrder = images.toSorted((a, b) => Number(this.#isFirst(b)) - Number(this.#isFirst(a)));
    const unique = [...Map.groupBy(inOrder, surveyKey)].flatMap(([key, [image]]) =>
      image ? [{ key, image }] : [],
    );
    const parcels = await mapBounded(unique, CALLS_AT_ONCE, async ({ key, image }) => ({
      key,
      image,
      known: await this.#surveys.of(key),
    }));
    const byRegistry = Map.groupBy(parcels, ({ image }) => image.desired.source.registry);
    const results = await Promise.all(
      [...byRegistry].map(([registry, some]) =>
        this.#surveyWithin(BUDGETS.get(registry) ?? OTHER_BUDGET, some),
      ),
    );
    return new Map(results.flat());
  }

  async #surveyWithin({ manifests, atOnce }: Budget, parcels: readonly Parcel[]) {
    let left = manifests;
    const survey = async ({ key, image, known }: Parcel): Promise<Surveyed> => {
      if (known || left <= 0) {
        left -= known?.manifests ?? 0;
        return known;
      }
      const surveyed = await image.survey();
      if (surveyed && "problem" in surveyed) {
        left -= 1;
        if (surveyed.problem.code !== "TOO_MANY_REQUESTS") return surveyed;
        // None of the others would be answered either.
        left = 0;
        return undefined;
      }
      left -= surveyed?.manifests ?? 1;
      // What costs nothing is looked at again, for it may change.
      if (surveyed && surveyed.manifests > 0) this.#found.set(key, surveyed);
      return surveyed;
    };
    return await mapBounded(parcels, atOnce, async (parcel) => [parcel.key, await survey(parcel)] as const);
  }
}
