import type { Entry } from "../../../config/config.ts";
import { isRefusal } from "../../../github/github-error.ts";
import type { PackageErrand } from "../../../jobs/errand.ts";
import type { AppliedConfig, MirroredImage } from "../../../jobs/state.ts";
import type { WorkerParts } from "../../parts.ts";
import { readConfig } from "../../read-config.ts";
import { fateOf } from "./fate-of.ts";
import { findEntry } from "./find-entry.ts";
import { isThere } from "./is-there.ts";

/** What is put back so often in so many milliseconds, and changed again, is left for people to settle. */
const MOST_RESTORES = { count: 3, span: 3_600_000 };
/** Runs that are looked at to count them. */
const MOST_RUNS = 50;

type Parts = Pick<WorkerParts, "state" | "github" | "look" | "clock" | "log" | "registry">;

/**
 * Compares a tag with what we left there. The same: the event is an echo, and confirms it. Something else while a run of the repository is on
 * its way may be what that run has just brought, so the errand `id` is put aside until it has ended. Else somebody has changed it: that
 * is remembered, told, and put back where the config says so.
 */
export async function judgeDestination(
  parts: Parts,
  errand: PackageErrand,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const { state } = parts;
  const destination = `${errand.package}:${errand.tag}`;
  for (const image of await state.images.at(destination)) {
    const { repository, destinationDigest: digest } = image;
    const isSame = await isThere(parts, { image: destination, digest, told: errand.digest }, signal);
    if (isSame) await confirm(parts, image);
    if (isSame !== false) continue;
    const [run] = await state.runs.open(repository);
    if (run && (await state.errands.park(id, run.id))) return;
    const now = (await state.images.at(destination)).find((other) => other.repository === repository);
    // A run has ended since we asked what it left there.
    if (run || now?.destinationDigest !== digest) return await judgeDestination(parts, errand, id, signal);
    await noteDrift(parts, image, errand.digest, signal);
  }
}

async function confirm({ state }: Parts, { repository, destination }: MirroredImage): Promise<void> {
  await state.images.confirm(repository, destination);
  const drifts = await state.drifts.of(repository);
  if (!drifts.some((drift) => drift.destination === destination)) return;
  await state.drifts.settle(repository, [destination]);
  const applied = await state.configs.of(repository);
  if (applied) await state.intake.send([{ kind: "upkeep", ...applied.place }]);
}

async function noteDrift(
  parts: Parts,
  image: MirroredImage,
  told: string | null,
  signal: AbortSignal,
): Promise<void> {
  const { state, clock, log } = parts;
  const { repository, destination, source, destinationDigest: expected } = image;
  const applied = await state.configs.of(repository);
  const meaning = applied && (await meaningOf(parts, applied, image, signal));
  if (!meaning) return;
  const found = told === expected ? null : told;
  const seenAt = new Date(clock.now());
  await state.drifts.put({ repository, destination, expected, found, seenAt });
  await state.images.doubt(destination);
  log.warn({ destination, expected, found }, "somebody else has changed a destination");
  await state.intake.send([{ kind: "upkeep", ...applied.place }]);
  if (!meaning.entry || fateOf(meaning.entry) !== "restored") return;
  if (await isContested(parts, image)) return;
  await state.intake.request([{ ...applied.place, commit: null, reason: "drift", scope: [source] }]);
}

/** What the config means by an image; undefined where it has no business with it any longer. While it is wrong, what was meant is. */
async function meaningOf(
  { github, registry, log }: Parts,
  { place, configSha }: AppliedConfig,
  image: MirroredImage,
  signal: AbortSignal,
): Promise<{ readonly entry: Entry | undefined } | undefined> {
  const { installation, repository } = place;
  try {
    const blob = { sha: configSha };
    const { config } = await readConfig(github.installation(installation), repository, blob, signal);
    const entry = config && findEntry(config, image, { registry, owner: repository.owner });
    return config && !entry ? undefined : { entry };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    log.warn({ err: error }, "the config of a changed destination cannot be read");
    return undefined;
  }
}

/** Whether somebody changes it again each time it is put back: two programs that do so would never come to an end. */
async function isContested({ state, clock }: Parts, { repository, source }: MirroredImage): Promise<boolean> {
  const since = clock.now() - MOST_RESTORES.span;
  const runs = await state.runs.latest(repository, null, MOST_RUNS);
  const restores = runs.filter(
    ({ reason, scope, createdAt }) =>
      reason === "drift" && scope.includes(source) && createdAt.getTime() > since,
  );
  return restores.length >= MOST_RESTORES.count;
}
