import type { Config } from "../config/config.ts";
import type { Backup } from "../jobs/keeping-state.ts";
import type { RepositoryIdentity } from "../jobs/request.ts";
import { formatReference, parseReference } from "../oci/reference.ts";
import { backupReference } from "../plan/backup-reference.ts";
import type { ImageReport } from "../reconcile/report.ts";
import { mirroredImages } from "./mirrored-images.ts";
import type { WorkerParts } from "./parts.ts";
import { platformsOf } from "./platforms-of.ts";

/**
 * Remembers what a run has left where it belongs, also one that came to no good end: what is not remembered is taken for somebody else's
 * doing when the event of our own push is looked at. Drifts that it has put right are forgotten, and backups that it made are remembered.
 * `config` is undefined where nobody has read it.
 */
export async function rememberImages(
  { state, registry }: Pick<WorkerParts, "state" | "registry">,
  { id: repository, owner }: RepositoryIdentity,
  images: readonly ImageReport[],
  config: Config | undefined,
): Promise<void> {
  const platforms = platformsOf(config, { registry, owner });
  const there = mirroredImages(repository, images, await state.images.of(repository), platforms);
  await state.images.put(there);
  await state.drifts.settle(
    repository,
    there.map(({ destination }) => destination),
  );
  const ours = new Set(there.map(({ destination }) => destination));
  const meant = images.filter(({ destination }) => ours.has(destination));
  await state.backups.put(meant.flatMap((image) => backupOf(repository, image)));
}

/** What was overwritten and kept. Nobody signs what a job says: only what is named as we name backups is one. */
function backupOf(repository: number, image: ImageReport): readonly Omit<Backup, "madeAt">[] {
  const { source, destination, backup, previousDigest: digest, result } = image;
  if (!backup || !digest || result !== "done") return [];
  const ours = formatReference(backupReference(parseReference(destination), digest));
  return backup === ours ? [{ repository, destination, source, backup, digest }] : [];
}
