import type { Entry } from "../config/config.ts";
import type { Notice } from "../publish/obstacle.ts";
import { packagesToSee, visibilityNotices } from "../publish/visibility-notices.ts";
import type { RunReport } from "../reconcile/report.ts";
import type { OpenRun } from "./open-run.ts";
import type { WorkerParts } from "./parts.ts";

/** A run that was carried out, before its images are remembered. */
export interface CarriedRun {
  readonly open: OpenRun;
  readonly entries: readonly Entry[];
  readonly report: RunReport;
}

/** What people should know of who sees the packages of a run: looked at when they are new, and where the config has a wish. */
export async function visibilityOf(
  { state, look, registry }: WorkerParts,
  { open: { run }, entries, report }: CarriedRun,
  signal: AbortSignal,
): Promise<readonly Notice[]> {
  const { id, owner } = run.repository;
  const known = (await state.images.of(id)).map(({ destination }) => destination);
  const place = { registry, owner };
  const packages = packagesToSee({ entries, place, images: report.images, known });
  if (packages.length === 0) return [];
  const views = await look(
    packages.map(({ claim }) => claim),
    signal,
  );
  return visibilityNotices(packages, views);
}
