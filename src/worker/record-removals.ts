import type { Departure } from "../jobs/keeping-state.ts";
import type { Run } from "../jobs/run.ts";
import type { State } from "../jobs/state.ts";
import type { Departed } from "../plan/departed.ts";
import type { Removal, RunReport } from "../reconcile/report.ts";
import { isAnnounced } from "./is-announced.ts";
import { nameOf } from "./name-of.ts";

/**
 * Writes down what a run has deleted, with the digest to restore, and forgets where it was. Then what the run has told of images that have
 * left counts as announced. To be called once people were told; it may be called again.
 */
export async function recordRemovals(
  {
    audit,
    images: mirrored,
    backups,
    departures,
  }: Pick<State, "audit" | "images" | "backups" | "departures">,
  run: Run,
  { images, removals = [], departed }: RunReport,
): Promise<void> {
  const repository = run.repository.id;
  const known = new Map(
    removals.length > 0 ? (await departures.of(repository)).map((one) => [one.destination, one]) : [],
  );
  const told = removals.filter(({ result }) => result === "deleted");
  // Nobody signs what a job says. What was not announced cannot have been asked for.
  const deleted = told.filter(({ destination, digest }) => known.get(destination)?.digest === digest);
  if (deleted.length > 0) {
    await audit.append(
      deleted.map(({ destination, digest }) => {
        const announced = known.get(destination);
        return {
          repository,
          name: nameOf(run),
          run: run.id,
          deed: "deleted",
          destination,
          digest,
          source: announced?.source ?? null,
          reason: reasonOf(announced, departed),
        };
      }),
    );
    const gone = deleted.map(({ destination }) => destination);
    await mirrored.forget(repository, gone);
    await backups.forget(repository, gone);
    // Whoever else means it may bring it again.
    for (const destination of gone) await mirrored.doubt(destination);
  }
  const those = (wanted: Removal["result"]) =>
    removals.flatMap(({ destination, result }) => (result === wanted ? [destination] : []));
  const [kept, failed] = [those("kept"), those("failed")];
  if (kept.length > 0) await departures.keep(repository, kept);
  if (failed.length > 0) await departures.fail(repository, failed);
  if (departed === undefined || run.pull !== null) return;
  const gone = new Set(told.map(({ destination }) => destination));
  const left = departed.filter(({ destination }) => !gone.has(destination)).filter(isAnnounced());
  await departures.announce(
    repository,
    left.map(({ source, destination, digest, deleteAfter, isBackup }) => ({
      source,
      destination,
      digest,
      kind: isBackup ? "backup" : deleteAfter === undefined ? "told" : "left",
    })),
    [...images, ...deleted].map(({ destination }) => destination),
  );
}

function reasonOf(announced: Departure | undefined, departed: readonly Departed[] = []): string {
  const why = departed.find(({ destination }) => destination === announced?.destination)?.why;
  const since = announced && `announced ${announced.announcedAt.toISOString()}`;
  return [why, since].filter(Boolean).join("; ") || "it had left the selection";
}
