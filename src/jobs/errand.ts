import type { RepositoryIdentity } from "./request.ts";

/**
 * Work that copies nothing itself: it looks, answers and tells, and asks for runs where something is to be copied. Stored before its
 * event is acknowledged, and done at least once.
 */
export type Errand =
  | PlanErrand
  | GroupErrand
  | CommandErrand
  | ButtonErrand
  | TickErrand
  | PackageErrand
  | PolicyErrand
  | UpkeepErrand;

/** Whose repository it is about, and which installation of the App grants access to it. */
export interface Place {
  readonly installation: number;
  readonly repository: RepositoryIdentity;
}

/** To say on the head of a pull request what its config would do. */
export interface PlanErrand extends Place {
  readonly kind: "plan";
  readonly pull: number;
  /** A person wants it, or what it is about has changed: it is computed again though neither head nor base have moved. */
  readonly isFresh: boolean;
  /** Nobody waits for it: where it comes to the same as before, nothing is written. Not given: somebody does. */
  readonly isQuiet?: boolean;
}

/** The same on the head of a merge queue's group. Full SHAs. */
export interface GroupErrand extends Place {
  readonly kind: "group";
  readonly head: string;
  readonly base: string;
}

/** A comment that may hold commands. */
export interface CommandErrand extends Place {
  readonly kind: "command";
  /** The number of the issue or pull request. */
  readonly thread: number;
  readonly isPull: boolean;
  readonly comment: number;
  /** The login of who wrote it. */
  readonly author: string;
  /** As it was written first: what was edited into it later does not count. */
  readonly text: string;
  /** The head of the pull request that we knew when the comment was accepted. Null: none, or not known. The intake fills it in. */
  readonly head: string | null;
}

/** A button on a check run of ours. */
export interface ButtonErrand extends Place {
  readonly kind: "button";
  readonly button: Button;
  readonly checkRun: number;
  /** Of the check run: `mirror / plan`. */
  readonly check: string;
  readonly externalId: string;
  /** The commit that the check run is on. */
  readonly head: string;
  /** The login of who pressed it. */
  readonly author: string;
}

/** The buttons that check runs have: their identifiers at GitHub. */
export type Button = (typeof BUTTONS)[number];
export const BUTTONS = ["plan", "sync", "retry"] as const;

/** Somebody has edited an issue of ours: perhaps ticked boxes of the dashboard, or emptied it. */
export interface TickErrand extends Place {
  readonly kind: "tick";
  readonly issue: number;
  readonly author: string;
  /** Those that were ticked by this edit, and by no other: what others tick is not this person's doing. */
  readonly boxes: readonly Box[];
}

/** The boxes that a dashboard has; each is a command of this name. */
export type Box = (typeof BOXES)[number];
export const BOXES = ["sync", "retry", "plan", "verify"] as const;

/** A tag of a package was published or moved. */
export interface PackageErrand {
  readonly kind: "package";
  /** In lower case: `ghcr.io/acme/redis`. */
  readonly package: string;
  readonly tag: string;
  /** What the event says that it points at. Null: it does not say. */
  readonly digest: string | null;
}

/** The policy of an organization has changed, perhaps, with this commit of its `.github` repository. */
export interface PolicyErrand extends Place {
  readonly kind: "policy";
  readonly commit: string;
  /** The commit whose policy was in force before. Not given or null: it is not known, or there was none. */
  readonly before?: string | null;
}

/** To bring the issues of a repository's config up to date: lasting failure, dashboard. */
export interface UpkeepErrand extends Place {
  readonly kind: "upkeep";
}

/** An errand with its id, a UUID. */
export interface StoredErrand {
  readonly id: string;
  readonly errand: Errand;
  readonly createdAt: Date;
}

/** Errands of one key are done one at a time and in order: those of one thread, of one package, of one repository. */
export function keyOfErrand(errand: Errand): string {
  switch (errand.kind) {
    case "plan":
      return `${errand.repository.id}#${errand.pull}`;
    case "command":
      return `${errand.repository.id}#${errand.thread}`;
    case "package":
      return errand.package;
    default:
      return `${errand.repository.id}`;
  }
}

/** While an errand of this name waits, another one of it would find nothing left to do, and is not stored. Null: each counts. */
export function nameOfErrand(errand: Errand): string | null {
  switch (errand.kind) {
    case "plan":
      return `plan ${keyOfErrand(errand)} ${errand.isQuiet ? "quiet" : errand.isFresh ? "fresh" : ""}`;
    case "package":
      // Of a private package, the event is all that tells.
      return `package ${errand.package}:${errand.tag} ${errand.digest ?? ""}`;
    case "upkeep":
      return `upkeep ${errand.repository.id}`;
    case "policy":
      return `policy ${errand.repository.id} ${errand.commit}`;
    case "group":
      return `group ${errand.repository.id} ${errand.head}`;
    default:
      return null;
  }
}
