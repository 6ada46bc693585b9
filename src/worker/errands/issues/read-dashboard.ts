import type { ToldDrift } from "../../../github/report/render/drift-table.ts";
import type { Dashboard, ToldImage } from "../../../github/report/render/render-dashboard.ts";
import type { WorkerParts } from "../../parts.ts";
import { fateOf } from "../packages/fate-of.ts";
import { findEntry } from "../packages/find-entry.ts";
import { failingImages } from "./latest-images.ts";
import { readProspect } from "./read-prospect.ts";
import type { AppliedText, Scene } from "./read-scene.ts";
import { tellRun } from "./tell-run.ts";

/** Deletions that are told. */
const MOST_DELETIONS = 20;

/** How the mirrors of a config stand. Images that it does not mean any longer are left out; while it is wrong, all are shown. */
export async function readDashboard(
  { state, registry }: Pick<WorkerParts, "state" | "registry">,
  { place, page, path, runs }: Scene,
  { commit, appliedAt, parsed }: AppliedText,
): Promise<Dashboard> {
  const { id, owner } = place.repository;
  const [stored, drifts, prospect, deleted] = await Promise.all([
    state.images.of(id),
    state.drifts.of(id),
    readProspect(state, place),
    state.audit.of(id, MOST_DELETIONS),
  ]);
  const entries = new Map(
    stored.map((image) => [
      image.destination,
      { image, entry: parsed.config && findEntry(parsed.config, image, { registry, owner }) },
    ]),
  );
  const meant = [...entries.values()].filter(({ entry }) => entry || !parsed.config);
  const carried = runs.find(({ published }) => published !== null)?.published ?? undefined;
  const [last] = runs;
  return {
    repository: place.repository,
    path,
    commit,
    appliedAt: appliedAt.getTime(),
    problems: parsed.problems.length,
    lastRun: last && tellRun(last, page),
    carrier: last?.published?.carrier,
    // Runs of earlier versions told none.
    pullLimits: carried?.report.pullLimits ?? [],
    prospect,
    deletions: deleted.map(({ destination, digest, reason, at }) => ({
      destination,
      digest,
      reason,
      at: at.getTime(),
    })),
    failing: failingImages(runs),
    drifts: drifts.flatMap((drift): ToldDrift[] => {
      const { image, entry } = entries.get(drift.destination) ?? {};
      if (!image || (parsed.config && !entry)) return [];
      const { destination, expected, found, seenAt } = drift;
      const told = { source: image.source, destination, expected, found, seenAt: seenAt.getTime() };
      return [{ ...told, fate: entry ? fateOf(entry) : "reported" }];
    }),
    images: meant.map(
      ({ image }): ToldImage => ({
        source: image.source,
        destination: image.destination,
        digest: image.destinationDigest,
        verifiedAt: image.lastVerified.getTime(),
      }),
    ),
  };
}
