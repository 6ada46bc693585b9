import type { CarriedOut } from "../publish/carried-out.ts";
import type { ImageReport } from "../reconcile/report.ts";
import type { Drifts, Errands, Plans, Surveys, Troubles } from "./conversation-state.ts";
import type { Errand, Place } from "./errand.ts";
import type { Delivery, Intent } from "./intent.ts";
import type {
  AuditTrail,
  Backups,
  Departures,
  PlannedLook,
  PullLedger,
  Schedules,
  Sightings,
  WaitingImage,
  WaitingImages,
} from "./keeping-state.ts";
import type { ReconcileRequest } from "./request.ts";
import type { Conclusion, Run } from "./run.ts";

/** What survives the process: one database, embedded or a server. Everything that changes two things does so in one transaction. */
export interface State {
  readonly intake: Intake;
  readonly runs: Runs;
  readonly items: RunItems;
  readonly configs: AppliedConfigs;
  readonly images: MirroredImages;
  readonly deliveries: Deliveries;
  readonly visits: Visits;
  readonly dispatches: Dispatches;
  readonly verdicts: Verdicts;
  readonly errands: Errands;
  readonly plans: Plans;
  readonly surveys: Surveys;
  readonly drifts: Drifts;
  readonly troubles: Troubles;
  readonly schedules: Schedules;
  readonly sightings: Sightings;
  readonly ledger: PullLedger;
  readonly waiting: WaitingImages;
  readonly departures: Departures;
  readonly backups: Backups;
  readonly audit: AuditTrail;
  /** Resolves where the database answers. */
  check(): Promise<void>;
  /**
   * Forgets what is old: deliveries and verdicts after 7 days, so too errands that nobody works on; surveys after 30; after 90 plans, troubles
   * that are over, and concluded runs, and all but the newest 1,000 of a repository. Gives their room back; to be called about once an hour.
   */
  prune(): Promise<void>;
}

/** The way in. */
export interface Intake {
  /** Stores a delivery, once however often it comes, with the work it means; all or nothing. */
  accept(delivery: Delivery, intents: readonly Intent[]): Promise<"accepted" | "duplicate">;
  /**
   * Stores work that no delivery asked for. A request for `package`, `drift`, `policy`, `schedule` or `resumed` that nobody asked for (`asker`) is
   * not stored where a run of the same entries and of the same commit, or of the newest one, is about to begin anyway; for `schedule`, one of
   * all entries does too.
   */
  request(requests: readonly ReconcileRequest[]): Promise<void>;
  /** The same for errands; one of the same name that waits stays. */
  send(errands: readonly Errand[]): Promise<void>;
}

/** What a request turned out to ask for. */
export interface FoundWork {
  readonly commit: string;
  readonly configSha: string;
  readonly configPath: string;
  /** The check run that says it waits, where it does. */
  readonly checkRun: number | null;
}

/** The runs, from the request to the conclusion. Each method that names a run does nothing where it is past that state. */
export interface Runs {
  find(id: string): Promise<Run | undefined>;
  /**
   * The config that is on its way for a repository, or else applied: that of its newest open run, else of `configs`. Runs of pull requests,
   * of some entries only, and those that were cancelled do not count.
   */
  wantedConfig(repository: number): Promise<WantedConfig | undefined>;
  /**
   * Whether a run of this repository would have to wait: another is queued or running, or `slots` runs are in all, without
   * those that a workflow carries.
   */
  mustWait(repository: number, slots: number): Promise<boolean>;
  /** Remembers the commit of a request that named none: whatever is pushed meanwhile, that is the one. */
  pin(id: string, commit: string): Promise<void>;
  /** `requested` → `queued`, with its job. */
  enqueue(id: string, found: FoundWork): Promise<void>;
  /**
   * Requested or queued runs of the same repository (and the same pull request, or none) that are older than `id` become `superseded` by
   * `commit`, or `concluded` with `none` where they have no check run; but not by a run of some entries only, and those that a person asked
   * for only by another such one. Resolves with all that are superseded and not yet told, also those of an earlier try.
   */
  supersede(id: string, commit: string): Promise<readonly Run[]>;
  /**
   * `queued` → `running`; a run that is `running` or `finished` already is taken up again. Undefined: there is nothing (left)
   * to be done.
   */
  start(id: string): Promise<Run | undefined>;
  /** Remembers its check run. */
  attach(id: string, checkRun: number): Promise<void>;
  /** `running` → `finished`. */
  finish(id: string, published: CarriedOut): Promise<void>;
  /**
   * Any → `concluded`. With `applied`, its config counts as applied from now on, whatever came of it: only a new push, a
   * person or a schedule tries again; a run of a pull request or of some entries only changes nothing about that. Null: the repository has
   * no config any longer; then it has no schedule, and nothing of it waits. Errands that were parked for the run go on, and what the run
   * leaves is stored with the conclusion.
   */
  conclude(
    id: string,
    conclusion: Conclusion,
    applied?: NewlyApplied | null,
    leavings?: Leavings,
  ): Promise<void>;
  /** Whether the run is still wanted; false once its repository or installation is forgotten, or somebody cancelled it. */
  isWanted(id: string): Promise<boolean>;
  /**
   * Has the runs of a repository that are not finished end; those of one pull request, or (null) of the default branch. They are told and
   * concluded by whoever works on them. Resolves with them.
   */
  cancel(repository: number, pull: number | null, by: string): Promise<readonly Run[]>;
  /** The runs of a repository that are not concluded, oldest first. */
  open(repository: number): Promise<readonly Run[]>;
  /** The newest concluded runs of a repository that had something to tell (not `none`), newest first; those of one pull request, or (null) of the default branch. */
  latest(repository: number, pull: number | null, most: number): Promise<readonly Run[]>;
  /** Runs that are not concluded, have no job any longer, and so would never be. Oldest first. */
  orphans(): Promise<readonly Run[]>;
}

/** What a run leaves to be done. */
export interface Leavings {
  readonly errands?: readonly Errand[];
  /** Not given: the run looked at no images, and what waited before it waits still. Of a run of a pull request it is not stored. */
  readonly images?: LeftImages;
}

/** What a run leaves of images. */
export interface LeftImages {
  /** The sources of all images that it looked at: none of them waits any longer. Null: it looked at everything. */
  readonly looked: readonly string[] | null;
  /** But these wait for pulls. */
  readonly waiting: readonly WaitingImage[];
}

/** A config that is on its way or applied. */
export interface WantedConfig {
  /** The Git blob. */
  readonly configSha: string;
  /**
   * The Git tree of `.github/workflows` with which it could not be applied (empty: there was none): another one is a reason
   * to try again. Null: nothing is in its way.
   */
  readonly awaits: string | null;
}

/** A config that counts as applied from now on. */
export interface NewlyApplied {
  readonly commit: string;
  readonly configSha: string;
  /** As in {@link WantedConfig}. Not given: null. */
  readonly awaits?: string | null;
  /** Where it stands. */
  readonly path?: string;
  /** The repositories that its entries copy from, `ghcr.io/acme/base`: what is published there concerns it. Not given: as before. */
  readonly sources?: readonly string[];
  /** When its entries are looked at by themselves, each schedule once. Not given: as before. */
  readonly schedules?: readonly PlannedLook[];
}

/** The images of a run that have ended: what a run that is taken up again need not tell anew. */
export interface RunItems {
  put(run: string, image: ImageReport): Promise<void>;
  of(run: string): Promise<readonly ImageReport[]>;
}

/** A config that has been carried out, or was found to be wrong. */
export interface AppliedConfig {
  readonly repository: number;
  readonly place: Place;
  /** Null: it was applied by a version that did not remember it. */
  readonly path: string | null;
  readonly commit: string;
  readonly configSha: string;
  readonly run: string;
  readonly appliedAt: Date;
}

/** The config that counts as applied, for each repository. */
export interface AppliedConfigs {
  of(repository: number): Promise<AppliedConfig | undefined>;
  /** Those that copy from a repository, `ghcr.io/acme/base`; 1,000 at most. */
  copying(source: string): Promise<readonly AppliedConfig[]>;
  /** Those of an installation, by name; 1,000 at most. */
  ofInstallation(installation: number): Promise<readonly AppliedConfig[]>;
}

/** What was last brought where, for one destination tag. */
export interface MirroredImage {
  readonly repository: number;
  /** References with tag or digest, as in reports. */
  readonly source: string;
  readonly destination: string;
  readonly sourceDigest: string | null;
  readonly destinationDigest: string;
  /** For which platforms: `all`, or as `platformsKey` writes them. Null: a version brought it that did not note it. */
  readonly platforms: string | null;
  readonly firstSeen: Date;
  readonly lastVerified: Date;
}

/** Where images are, as far as runs have seen. */
export interface MirroredImages {
  /** Remembers where images are; `firstSeen` stays while the digest does. */
  put(images: readonly Omit<MirroredImage, "firstSeen" | "lastVerified">[]): Promise<void>;
  /** Somebody has told that it may not be there as it was brought: it is not believed until it was seen again. */
  doubt(destination: string): Promise<void>;
  /** They were deleted. */
  forget(repository: number, destinations: readonly string[]): Promise<void>;
  of(repository: number): Promise<readonly MirroredImage[]>;
  /** What was brought to a destination, `ghcr.io/acme/redis:7`, by any repository. */
  at(destination: string): Promise<readonly MirroredImage[]>;
  /** Somebody has seen that it is where it was. */
  confirm(repository: number, destination: string): Promise<void>;
}

/** The deliveries of the last days. */
export interface Deliveries {
  /** Which of these ids were accepted. */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** A look at a repository that was last pushed to at a time. */
export interface Visit {
  readonly request: ReconcileRequest;
  readonly pushedAt: Date;
}

/** Which repositories were looked at, and up to which push. */
export interface Visits {
  /** Stores the requests of those that were pushed to since their last visit, and that they were visited; all or nothing. */
  request(visits: readonly Visit[]): Promise<void>;
}

/** A workflow that was asked to carry a run. */
export interface Dispatch {
  readonly run: string;
  /** The repository that owns the mirrors. */
  readonly repository: { readonly owner: string; readonly name: string };
  /** The id of the workflow's run. Null: it was asked for, and nobody knows yet whether GitHub has begun it. */
  readonly workflowRun: number | null;
  /** The attempt of it that is followed, from 1. One that a webhook tells of while the run is not finished takes its place. */
  readonly attempt: number;
  readonly requestedAt: Date;
  /** How often webhooks have told of it. */
  readonly told: number;
}

/** The workflows that carry runs; one at most for each run and repository that owns mirrors. */
export interface Dispatches {
  of(run: string, repository: Dispatch["repository"]): Promise<Dispatch | undefined>;
  /** Remembers that a workflow is asked for; to be called before it is. One that is remembered already stays. */
  begin(run: string, repository: Dispatch["repository"]): Promise<Dispatch>;
  /** Remembers the workflow's run, the first that is told. */
  attach(run: string, repository: Dispatch["repository"], workflowRun: number): Promise<void>;
  /** Forgets it: GitHub did not begin one. */
  forget(run: string, repository: Dispatch["repository"]): Promise<void>;
  /**
   * Resolves when webhooks have told of that workflow more often than `known`, as they may have already. Told in this process it is at
   * once, in another one within seconds. Rejects with the signal's reason.
   */
  news(run: string, repository: Dispatch["repository"], known: number, signal: AbortSignal): Promise<void>;
}

/** Whether a registry takes the App's token for a destination. */
export interface Verdict {
  /** `ghcr.io/acme/redis`. */
  readonly destination: string;
  /** What was tried: to make the package, or to write one that is there. */
  readonly deed: "create" | "write";
  readonly isAccepted: boolean;
  /** The registry's own words, where it refused. */
  readonly reason: string;
  readonly checkedAt: Date;
}

/** What probes have found, the newest of each destination and deed. Forgotten when the installation's permissions change. */
export interface Verdicts {
  of(destinations: readonly string[]): Promise<readonly Verdict[]>;
  put(installation: number, verdict: Verdict): Promise<void>;
  forget(installation: number): Promise<void>;
}

/** What a run's jobs do. `signal` ends them at once; `stopping` says that nothing new should be begun. */
export interface JobHandlers {
  /** Looks at a request: is there something to be done? Thrown errors are tried again, with growing pauses. */
  readonly announce: (run: string, context: JobContext) => Promise<void>;
  /** Carries a run out. The same. */
  readonly reconcile: (run: string, context: JobContext) => Promise<void>;
  /** Does an errand. The same. */
  readonly errand: (errand: string, context: JobContext) => Promise<void>;
  /** The last try of a job of a run has failed. */
  readonly giveUp: (run: string, error: unknown) => Promise<void>;
  /** The same for an errand. */
  readonly giveUpErrand: (errand: string, error: unknown) => Promise<void>;
  /** Mends what events cannot: at the start, and every few minutes in one process of all. */
  readonly sweep: (context: JobContext) => Promise<void>;
}

/** What ends a job from outside. */
export interface JobContext {
  readonly signal: AbortSignal;
  readonly stopping: AbortSignal;
  /** Waits for something outside, and lets another job have the slot meanwhile. The job stays claimed, and its repository blocked. */
  aside<T>(wait: () => Promise<T>): Promise<T>;
}

/** The durable queue. Jobs of one repository run one at a time and in order, those of different ones side by side. */
export interface Queue {
  /** Begins to work. Jobs that a dead process has left behind are taken up. */
  start(handlers: JobHandlers): Promise<void>;
  /**
   * Takes no more jobs; `stopping` fires at once, `signal` after `grace` milliseconds. Jobs that did not end are given back, so that the
   * next process begins them at once.
   */
  stop(grace: number): Promise<void>;
}
