import type { RetryPolicy } from "../../oci/http/retry.ts";
import { planImages } from "../../reconcile/mirror.ts";
import type { RunReport } from "../../reconcile/report.ts";
import { AnonymousRegistries } from "../anonymous-registries.ts";
import type { AppRegistriesOptions } from "../app-registries.ts";
import { BelievedImages } from "../plan/believed-images.ts";
import type { PublishOrder } from "../publisher.ts";
import { noteLimits } from "../pulls/note-limits.ts";
import { runPorts, type SharedParts } from "../run-ports.ts";
import { toldByApp } from "../told-by-app.ts";

/** What does not answer soon is left to the workflow, which has more time. */
const RETRY: RetryPolicy = { attempts: 3, firstWait: 500, longestWait: 2_000, patience: 10_000 };
/** Milliseconds for all of it. */
const LONGEST = 2 * 60_000;

/** What {@link createScout} stands on. */
export interface ScoutOptions extends Omit<AppRegistriesOptions, "github">, SharedParts {
  /** Told of what kept it from looking. */
  readonly onScoutFailure?: ((error: unknown) => void) | undefined;
}

/** What everybody can see of an order. */
export interface Scouted {
  /** Of all its images. */
  readonly report: RunReport;
  /** Destinations of images of which one side denied a look: they are believed to be as they were brought last. */
  readonly hidden: ReadonlySet<string>;
}

/**
 * Looks at an order without a credential, and moves nothing. Undefined: that was not possible. Rejects only with the reason of the
 * order's `signal` or `stopping`.
 */
export type Scout = (order: PublishOrder) => Promise<Scouted | undefined>;

/** A scout that goes where the App goes, and sees what everybody sees. It spends no pulls where registries tell digests for nothing. */
export function createScout(options: ScoutOptions): Scout {
  const { registry, endpoints, concurrency, clock, ledger, onScoutFailure } = options;
  const everybody = new AnonymousRegistries(options, RETRY);
  return async (order) => {
    const ended = AbortSignal.any([order.signal, order.stopping]);
    try {
      const scouted = await look(
        order,
        AbortSignal.any([ended, order.unwanted, AbortSignal.timeout(LONGEST)]),
      );
      ended.throwIfAborted();
      await noteLimits(ledger, scouted.report.pullLimits, clock.now());
      return scouted;
    } catch (error) {
      ended.throwIfAborted();
      onScoutFailure?.(error);
      return undefined;
    }
  };

  async function look(order: PublishOrder, signal: AbortSignal): Promise<Scouted> {
    const brought = order.history.all.map(
      (image) => [image.destination, { ...image, destinationDigest: image.digest }] as const,
    );
    const memory = new BelievedImages(new Map(brought));
    await using registries = everybody.open();
    const report = await planImages({
      config: order.config,
      owner: order.repository.owner,
      registry,
      registries,
      only: order.only,
      concurrency,
      ...runPorts(options, order, registries),
      memory,
      // What copies would move is for whoever makes them to find out.
      surveyImages: async (images) => images.map(() => undefined),
      signal,
      onEvent: () => {},
      now: () => clock.now(),
    });
    const images = report.images.map((image) => toldByApp(image, endpoints));
    return { report: { ...report, images }, hidden: memory.hidden };
  }
}
