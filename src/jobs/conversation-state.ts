import type { Place, StoredErrand } from "./errand.ts";

/** The errands that wait or are under way. */
export interface Errands {
  /** Takes one up: from now on, another one of the same name is stored again. Undefined: it is done. */
  begin(id: string): Promise<StoredErrand | undefined>;
  /** It is done, and forgotten; but not one that was put aside since it began. */
  end(id: string): Promise<void>;
  /**
   * Puts one aside until a run has ended; then it is done from its beginning. False: the run has ended already, and nothing was put aside.
   */
  park(id: string, run: string): Promise<boolean>;
  /** Whether a newer comment of the same thread and author that waits says the same text. */
  isRepeated(id: string): Promise<boolean>;
}

/** What was last said of a pull request that changes a config. */
export interface Plan {
  readonly place: Place;
  readonly pull: number;
  /** Full SHAs: what it was computed of. */
  readonly head: string;
  readonly base: string;
  /** The branch that the pull request is to be merged into. */
  readonly baseBranch: string;
  /** The check run that says it. */
  readonly checkRun: number;
  /** A hash of what it says, to know whether another one says the same. */
  readonly said: string;
  /** The sticky comment, where there is one. */
  readonly comment: number | null;
  /** The repositories that its entries copy from. */
  readonly sources: readonly string[];
  readonly computedAt: Date;
}

/** The plans of open pull requests. Forgotten when the pull request is closed. */
export interface Plans {
  of(repository: number, pull: number): Promise<Plan | undefined>;
  put(plan: Plan): Promise<void>;
  forget(repository: number, pull: number): Promise<void>;
  /** Those that talk about a source, `ghcr.io/acme/base`; 100 at most. */
  about(source: string): Promise<readonly Plan[]>;
  /** Those of one repository; 100 at most. */
  ofRepository(repository: number): Promise<readonly Plan[]>;
  /** Those computed before a moment, oldest first; 100 at most. */
  before(moment: Date): Promise<readonly Plan[]>;
}

/** What copying an image would move, as a plan has found out at the price of pulls. */
export interface Survey {
  readonly manifests: number;
  readonly bytes: number;
  readonly platforms: readonly string[];
}

/** Surveys, by what was looked into and where it would go: the same digest is not billed twice. Forgotten after 30 days. */
export interface Surveys {
  of(key: string): Promise<Survey | undefined>;
  put(key: string, survey: Survey): Promise<void>;
}

/** A destination tag that somebody else has changed. */
export interface Drift {
  readonly repository: number;
  /** `ghcr.io/acme/redis:7` */
  readonly destination: string;
  /** What we left there, and what is there now. Null: nothing. */
  readonly expected: string;
  readonly found: string | null;
  readonly seenAt: Date;
}

/** Drifts that nobody has put right. A run that finds or makes the destination as wanted puts it right. */
export interface Drifts {
  of(repository: number): Promise<readonly Drift[]>;
  put(drift: Drift): Promise<void>;
  settle(repository: number, destinations: readonly string[]): Promise<void>;
}

/** Runs of a repository's default branch that fail one after the other. */
export interface Trouble {
  readonly place: Place;
  /** When the first of them ended. */
  readonly since: Date;
  readonly failures: number;
  /** It is green again, and its issue is to be closed. */
  readonly isOver: boolean;
  /** The issue that tells of it, where there is one, and when it last got a comment or was opened. */
  readonly issue: number | null;
  readonly toldAt: Date | null;
  /** A hash of what was told. */
  readonly said: string | null;
}

/** Troubles, one for each repository at most. */
export interface Troubles {
  of(repository: number): Promise<Trouble | undefined>;
  /** How a run has ended. Undefined: there is no trouble, and there was none. */
  note(place: Place, isFailure: boolean): Promise<Trouble | undefined>;
  tell(repository: number, told: Pick<Trouble, "issue" | "toldAt" | "said">): Promise<void>;
  forget(repository: number): Promise<void>;
  /** Those that began before a moment, are not over, and have no issue; 1,000 at most. */
  lasting(since: Date): Promise<readonly Trouble[]>;
}
