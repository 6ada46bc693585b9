import type { Entry } from "../../../config/config.ts";
import { isRefusal } from "../../../github/github-error.ts";
import type { PackageErrand } from "../../../jobs/errand.ts";
import type { AppliedConfig } from "../../../jobs/state.ts";
import { compileEntry } from "../../../plan/compile-entry.ts";
import { mapBounded } from "../../../reconcile/map-bounded.ts";
import type { WorkerParts } from "../../parts.ts";
import { readConfig } from "../../read-config.ts";
import { replanOf } from "../plan/replan-of.ts";
import { isThere } from "./is-there.ts";

/** Configs that are looked at at the same time. */
const CONCURRENCY = 8;

type Parts = Pick<WorkerParts, "state" | "github" | "look" | "log">;

/**
 * Has a tag mirrored wherever it is a source that an applied config means and has not got yet, and the plans computed again that talk
 * about its repository. With it come the other tags of the repository that the config means: of several that moved, GitHub may name
 * one, and where it names them all, one run does for them.
 */
export async function followSource(parts: Parts, errand: PackageErrand, signal: AbortSignal): Promise<void> {
  const { state, log } = parts;
  const [configs, plans] = await Promise.all([
    state.configs.copying(errand.package),
    state.plans.about(errand.package),
  ]);
  await replanOf(parts, plans);
  await mapBounded(configs, CONCURRENCY, async (applied) => {
    try {
      await followInto(parts, errand, applied, signal);
    } catch (error) {
      // One repository that is out of reach by now is no reason to leave the others behind.
      if (!isRefusal(error)) throw error;
      log.warn({ err: error }, "a config that copies from a published package cannot be read");
    }
  });
}

async function followInto(
  parts: Parts,
  errand: PackageErrand,
  { place, configSha }: AppliedConfig,
  signal: AbortSignal,
): Promise<void> {
  const { state, github } = parts;
  const source = `${errand.package}:${errand.tag}`;
  if (await isMirrored(parts, place.repository.id, { source, told: errand.digest }, signal)) return;
  const { installation, repository } = place;
  const blob = { sha: configSha };
  const { config } = await readConfig(github.installation(installation), repository, blob, signal);
  if (!config?.entries.some((entry) => follows(entry, errand))) return;
  await state.intake.request([
    { installation, repository, commit: null, reason: "package", scope: [`${errand.package}:*`] },
  ]);
}

/** Whether what is there now is what we brought from there last, to every place it went to. */
async function isMirrored(
  parts: Parts,
  repository: number,
  { source, told }: { readonly source: string; readonly told: string | null },
  signal: AbortSignal,
): Promise<boolean> {
  const images = (await parts.state.images.of(repository)).filter((image) => image.source === source);
  const [digest, ...others] = new Set(images.map(({ sourceDigest }) => sourceDigest));
  if (!digest || others.length > 0) return false;
  return (await isThere(parts, { image: source, digest, told }, signal)) ?? false;
}

/** Whether an entry means whatever the tag points at: not a digest that the config pins. */
function follows(entry: Entry, { package: name, tag }: PackageErrand): boolean {
  if (`${entry.source.registry}/${entry.source.repository}` !== name) return false;
  return compileEntry(entry)(tag);
}
