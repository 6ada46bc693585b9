import type { WaitingImage } from "../jobs/keeping-state.ts";
import type { Run } from "../jobs/run.ts";
import type { LeftImages } from "../jobs/state.ts";
import type { CarriedOut } from "../publish/carried-out.ts";

/** Milliseconds after which is tried again what nobody can tell the time of: a job's address may be another one by then. */
const TRY_AGAIN = 60 * 60_000;
/** More than any image costs, whatever a job says of one. */
const MOST_PULLS = 1_000;
/** What an image is taken to cost: an index, and a platform or two. */
const USUAL_PULLS = 3;

/** What a run leaves of its images: those that wait for pulls, each source once. `now` is in milliseconds since the epoch. */
export function leftImagesOf(
  { scope, urgency }: Pick<Run, "scope" | "urgency">,
  { report: { images, pullLimits }, carrier }: Pick<CarriedOut, "report" | "carrier">,
  now: number,
): LeftImages {
  const waiting = new Map<string, WaitingImage>();
  for (const { source, result, until, pulls = USUAL_PULLS } of images) {
    if (result !== "deferred") continue;
    const [registry = source] = source.split("/", 1);
    // The next job may have another address than this one had.
    const limit =
      carrier.kind === "app" ? pullLimits.findLast((one) => one.registry === registry) : undefined;
    waiting.set(source, {
      source,
      registry,
      identity: limit?.identity ?? null,
      urgency,
      pulls: Math.min(pulls, MOST_PULLS),
      until: new Date(until ?? now + TRY_AGAIN),
    });
  }
  // What the config does not mean any longer is in no report, and need not wait either.
  const named = scope.map((glob) => glob.replaceAll(/\[([*?[])\]/g, "$1"));
  const looked = scope.length === 0 ? null : [...images.map(({ source }) => source), ...named];
  return { looked, waiting: [...waiting.values()] };
}
