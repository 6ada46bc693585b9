import type { Place } from "./errand.ts";

/** When entries of a config are to be looked at next. */
export interface PlannedLook {
  /** `describeSchedule` of it: `every 6h`. */
  readonly schedule: string;
  /** Globs on `source:tag`. Empty: all entries have it. */
  readonly scope: readonly string[];
  readonly dueAt: Date;
}

/** The same, as it is stored. */
export interface ScheduledLook extends PlannedLook, Place {
  /** When that was worked out: later than now, the clock was set back since, and it does not hold. */
  readonly plannedAt: Date;
}

/** When configs are looked at by themselves. They are set where a config is applied (`Runs.conclude`). */
export interface Schedules {
  of(repository: number): Promise<readonly ScheduledLook[]>;
  /** Those that are due, and those that do not hold any more; 1,000 at most, the longest due first. */
  due(): Promise<readonly ScheduledLook[]>;
  /**
   * Sets when each is due next (null: never again), and stores a request (`schedule`) for those that are due: one for each repository,
   * for all of its schedules together, and none where a run that would do the same is about to begin. All or nothing; a look that was
   * changed since it was read stays as it is.
   */
  fire(looks: readonly { readonly look: ScheduledLook; readonly nextAt: Date | null }[]): Promise<void>;
}

/** A tag of a source, as it is seen. */
export interface Sighting {
  /** `docker.io/library/redis:7` */
  readonly source: string;
  readonly digest: string;
  /** When its registry says that it was pushed. */
  readonly pushedAt: Date | null;
}

/** Since when tags of sources are as they are. Shared by all repositories; forgotten 30 days after they were last seen. */
export interface Sightings {
  /**
   * Notes what is seen now, and resolves with since when each source has had that digest: since it was first seen with it without another
   * one in between, or since it was pushed where that is earlier. A time in the future counts as now.
   */
  see(sightings: readonly Sighting[]): Promise<ReadonlyMap<string, Date>>;
}

/** Whose wish comes first: 0 of people (commands, buttons), 1 of what changed (pushes), 2 of schedules and other events. */
export type Urgency = 0 | 1 | 2;

/** What a registry last said of its limit to somebody. */
export interface NotedLimit {
  readonly registry: string;
  readonly identity: string;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds. */
  readonly window: number;
  readonly seenAt: Date;
}

/** Somebody's pulls at a registry. */
export interface PullAccount extends NotedLimit {
  /** Pulls that we took within the window, by the ledger. */
  readonly taken: number;
  /** Of what is left, what we may take now: the reserve is not in it. */
  readonly free: number;
  /** When there will be more, where `free` is 0. */
  readonly until: Date | null;
}

/** A pull that is to be made. */
export interface WantedPull {
  readonly registry: string;
  readonly identity: string;
  /** For which repository, by id. Null: for none in particular, as for a plan. */
  readonly repository: number | null;
  readonly urgency: Urgency;
}

/** The pulls that registries grant, and those that were taken; shared by all processes. `free` keeps back the reserve of the state's options. */
export interface PullLedger {
  /** Notes what a registry says. An older word than the one that is known changes nothing. */
  note(limit: NotedLimit): Promise<void>;
  /**
   * Takes one, where one is free that is not allotted to others (`WaitingImages.resume`) of the same urgency or a higher one; else resolves
   * with when to ask again. Somebody of whom nothing was noted has no limit.
   */
  take(pull: WantedPull): Promise<{ readonly until: Date } | undefined>;
  /** All that is known, of the last day. */
  accounts(): Promise<readonly PullAccount[]>;
}

/** An image that waits for pulls. */
export interface WaitingImage {
  /** `docker.io/library/redis:7` */
  readonly source: string;
  /** Whose pulls: a registry, `docker.io`, and whom it counts them for (`PullLimit.identity`); null where it did not say. */
  readonly registry: string;
  readonly identity: string | null;
  /** Of the run that wanted it. */
  readonly urgency: Urgency;
  /** Pulls that it is likely to take. */
  readonly pulls: number;
  /** When to try again. */
  readonly until: Date;
}

/** An image that waits, as it is stored. */
export interface StoredWaitingImage extends WaitingImage, Place {
  readonly since: Date;
}

/** Images that may go on. */
export interface Resumption extends Place {
  readonly urgency: Urgency;
  /** Their sources. */
  readonly sources: readonly string[];
}

/** The images that wait for pulls, one row for each repository and source. */
export interface WaitingImages {
  of(repository: number): Promise<readonly StoredWaitingImage[]>;
  /** None of a repository waits any longer. Resolves with how many did. */
  drop(repository: number): Promise<number>;
  /** Those whose time has come and that are not allotted; 5,000 at most, the longest waiting first. */
  due(): Promise<readonly StoredWaitingImage[]>;
  /**
   * Stores a request (`resumed`, of that urgency, for these sources) for each resumption, whose pulls are allotted to it until its run ends
   * or an hour has passed; and has others wait longer. All or nothing.
   */
  resume(
    resumptions: readonly Resumption[],
    postponed: readonly { readonly repository: number; readonly source: string; readonly until: Date }[],
  ): Promise<void>;
}

/** An image that has left the selection and is at its destination still. */
export interface Departure {
  readonly repository: number;
  readonly destination: string;
  readonly source: string;
  readonly digest: string;
  /** `told`: its tag is not selected, and it stays; `left`: it was said that it will be deleted; `backup`: the same, as newer ones are kept. */
  readonly kind: "told" | "left" | "backup";
  /** When people were first told that it has left, in a check run. */
  readonly announcedAt: Date;
  /** When it was to be deleted last, and was kept because something needed it. Not given: never. */
  readonly keptAt?: Date;
  /** When GitHub last refused to delete it. Not given: never. */
  readonly failedAt?: Date;
}

/** What has left, and was told. */
export interface Departures {
  of(repository: number): Promise<readonly Departure[]>;
  /**
   * Notes what was told now: it is announced since then, unless it was before, as the same kind and with the
   * same digest. What stood at the
   * destinations `back` is selected again, or gone.
   */
  announce(
    repository: number,
    departed: readonly Omit<Departure, "repository" | "announcedAt" | "keptAt">[],
    back: readonly string[],
  ): Promise<void>;
  /**
   * Those destinations of a repository's departures where another repository has brought something, or keeps a backup, and has not told that
   * it has left: two configs may mean the same image, and one of them still does.
   */
  wantedElsewhere(repository: number): Promise<ReadonlySet<string>>;
  /** Something needs these: they were kept just now. */
  keep(repository: number, destinations: readonly string[]): Promise<void>;
  /** GitHub has just refused to delete these. */
  fail(repository: number, destinations: readonly string[]): Promise<void>;
}

/** A digest that was overwritten, under the tag that keeps it. */
export interface Backup {
  readonly repository: number;
  /** `ghcr.io/acme/redis:7` */
  readonly destination: string;
  /** What was brought there in its place: `docker.io/library/redis:7`. */
  readonly source: string;
  /** `ghcr.io/acme/redis:7-9f21c0d4e5b6` */
  readonly backup: string;
  readonly digest: string;
  readonly madeAt: Date;
}

/** The backups that runs have made. */
export interface Backups {
  /** Newest first. */
  of(repository: number): Promise<readonly Backup[]>;
  put(backups: readonly Omit<Backup, "madeAt">[]): Promise<void>;
  forget(repository: number, backups: readonly string[]): Promise<void>;
}

/** Something that cannot be undone by the next run. */
export interface AuditRecord {
  readonly repository: number;
  /** `owner/name`, as it was called then. */
  readonly name: string;
  readonly run: string;
  readonly deed: "deleted";
  /** `ghcr.io/acme/redis:7`, and the digest to restore. */
  readonly destination: string;
  readonly digest: string;
  readonly source: string | null;
  /** Why: `tags no longer match; announced 2026-10-01T00:00:00Z`. */
  readonly reason: string;
  readonly at: Date;
}

/** What was done for good. Append-only: nothing in it is ever changed or forgotten. */
export interface AuditTrail {
  append(records: readonly Omit<AuditRecord, "at">[]): Promise<void>;
  /** Newest first. */
  of(repository: number, most: number): Promise<readonly AuditRecord[]>;
}
