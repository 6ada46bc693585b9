import type { Config } from "../config/config.ts";
import type { Backup, Departure } from "../jobs/keeping-state.ts";
import { isDigest } from "../oci/digest.ts";
import { compilePrune } from "../plan/compile-prune.ts";
import type { Departed } from "../plan/departed.ts";
import type { Place } from "../plan/destination.ts";
import { packageOf } from "../publish/package-of.ts";
import type { Removable } from "../publish/publisher.ts";
import { count } from "../text/count.ts";
import { findEntry } from "./errands/packages/find-entry.ts";

/** Milliseconds for which what something needed is not tried again: who comes first every time would leave no room for others. */
const KEPT_FOR = 7 * 24 * 60 * 60_000;
/** The same for what GitHub refused, where nobody asks: somebody has to change a setting first. */
const FAILED_FOR = 24 * 60 * 60_000;

/** What is known of a repository that deletions go by. */
export interface RemovalGround {
  /** The whole config. */
  readonly config: Config;
  readonly place: Place;
  /** What has left, and was told. */
  readonly departures: readonly Departure[];
  /** Destinations that another repository mirrors to, too. */
  readonly shared: ReadonlySet<string>;
  /** Newest first. */
  readonly backups: readonly Backup[];
  /** A person wants the run: what GitHub refused is tried again at once. */
  readonly isAsked: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * What a run may delete: what was announced long enough ago, the longest announced first, and no more than `prune-limit`. What was kept
 * because something needed it waits for a week, unless another tag of its digest, which may be what needed it, is to be deleted. Whether it
 * has left still is for whoever looks to find out.
 */
export function findRemovable(ground: RemovalGround): readonly Removable[] {
  const { config, place, departures, shared, isAsked, now } = ground;
  const ruleOf = compilePrune(config.entries, place, config.prune);
  const surplus = new Set(surplusBackups(ground).map(({ destination }) => destination));
  // A clock that was set back makes nobody wait longer.
  const isWithin = (at: Date | undefined, span: number) =>
    at !== undefined && Math.abs(now - at.getTime()) < span;
  const due = departures
    .filter((departure) => {
      if (shared.has(departure.destination)) return false;
      if (departure.kind === "told") return false;
      if (!isAsked && isWithin(departure.failedAt, FAILED_FOR)) return false;
      if (departure.kind === "backup") return surplus.has(departure.destination);
      const { prune } = ruleOf(packageOf(departure.source), packageOf(departure.destination));
      return prune.kind === "delete" && now - departure.announcedAt.getTime() >= prune.after;
    })
    .toSorted((a, b) => a.announcedAt.getTime() - b.announcedAt.getTime());
  const isKept = ({ keptAt }: Departure) => isWithin(keptAt, KEPT_FOR);
  const ready = due.filter((departure) => !isKept(departure));
  const digests = new Set(ready.map(({ digest }) => digest));
  const companions = due.filter((departure) => isKept(departure) && digests.has(departure.digest));
  return [...ready, ...companions]
    .flatMap(({ destination, digest, kind }): readonly Removable[] =>
      isDigest(digest) && kind !== "told" ? [{ destination, digest, kind }] : [],
    )
    .slice(0, config.pruneLimit);
}

/** Backups beyond those that their entry keeps. They are deleted by the next run after the one that tells of them. */
export function surplusBackups({
  config,
  place,
  backups,
}: Pick<RemovalGround, "config" | "place" | "backups">): readonly Departed[] {
  const byDestination = Map.groupBy(backups, ({ destination }) => destination);
  return [...byDestination].flatMap(([destination, kept]): readonly Departed[] => {
    const [{ source } = { source: "" }] = kept;
    const entry = findEntry(config, { source, destination }, place);
    if (entry?.keepBackups === undefined) return [];
    const why = `${count(entry.keepBackups, "backup is", "backups are")} kept of ${destination}, and newer ones are there`;
    return kept.slice(entry.keepBackups).flatMap(({ backup, digest }) =>
      isDigest(digest)
        ? [
            {
              source,
              destination: backup,
              digest,
              line: entry.position.line,
              deleteAfter: 0,
              isBackup: true,
              why,
            },
          ]
        : [],
    );
  });
}
