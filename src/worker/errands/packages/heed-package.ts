import type { PackageErrand } from "../../../jobs/errand.ts";
import type { JobContext } from "../../../jobs/state.ts";
import type { WorkerParts } from "../../parts.ts";
import { followSource } from "./follow-source.ts";
import { judgeDestination } from "./judge-destination.ts";

/**
 * A tag of a package was published or moved. Where it is a source of some mirror, it is mirrored; where it is one of our destinations, it is
 * the echo of our own push, or somebody else has changed it. Events come late, twice and in any order, so what they say is a reason to
 * look, and believed only where nobody may look.
 */
export async function heedPackage(
  parts: WorkerParts,
  errand: PackageErrand,
  id: string,
  { signal }: JobContext,
): Promise<void> {
  await followSource(parts, errand, signal);
  await judgeDestination(parts, errand, id, signal);
}
