import type { ImageReport } from "../reconcile/report.ts";
import { mirroredImages } from "./mirrored-images.ts";
import type { WorkerParts } from "./parts.ts";

/**
 * Remembers what a run has left where it belongs, also one that came to no good end: what is not remembered is taken for somebody else's
 * doing when the event of our own push is looked at. Drifts that it has put right are forgotten.
 */
export async function rememberImages(
  { state }: Pick<WorkerParts, "state">,
  repository: number,
  images: readonly ImageReport[],
): Promise<void> {
  const there = mirroredImages(repository, images, await state.images.of(repository));
  await state.images.put(there);
  await state.drifts.settle(
    repository,
    there.map(({ destination }) => destination),
  );
}
