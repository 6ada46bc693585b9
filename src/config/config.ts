import type { Digest } from "../oci/digest.ts";
import type { Platform } from "../oci/platform.ts";
import type { Reference } from "../oci/reference.ts";
import type { Position } from "./problem.ts";
import type { Schedule } from "./schedule.ts";

/** What a config file asks for, checked, with the defaults applied. */
export interface Config {
  readonly version: 1;
  readonly entries: readonly Entry[];
  readonly report: Reporting;
  /** What becomes of images whose entry is gone: what `defaults` say. */
  readonly prune: Prune;
  /** Images that one run deletes at most. */
  readonly pruneLimit: number;
}

/** Where, besides check runs, people are told. */
export interface Reporting {
  /** A sticky comment on pull requests that change the config. */
  readonly comment: (typeof REPORT_COMMENT)[number];
  /** An issue when something stays broken; with `dashboard`, that and one that always shows how everything stands. */
  readonly issue: (typeof REPORT_ISSUE)[number];
}

export const REPORT_COMMENT = ["on-pull-request", "never"] as const;
export const REPORT_ISSUE = ["on-lasting-failure", "dashboard", "never"] as const;

/** One item under `mirrors`. */
export interface Entry {
  /** Registry and repository only. */
  readonly source: Reference;
  /** Undefined: named after the source. */
  readonly to: Destination | undefined;
  /** A union, in the order of the file; never empty. */
  readonly selection: readonly TagRule[];
  /** Tags and globs that take away from the selection. */
  readonly exclude: readonly string[];
  /** Normalized, each once. */
  readonly platforms: "all" | readonly Platform[];
  readonly onChange: OnChange;
  /** Who is to see the package. Checked and told, never set, for no API sets it. Undefined: no wish. */
  readonly visibility: Visibility | undefined;
  readonly onDrift: OnDrift;
  /** Milliseconds for which a tag must have been seen with one digest before it is mirrored. 0: none. */
  readonly minAge: number;
  /** When its source is looked at by itself. */
  readonly schedule: Schedule;
  /** Milliseconds after which the destination is really looked at, and no longer believed to be as it was brought. */
  readonly verifyEvery: number;
  /** How many overwritten digests of a tag are kept under backup tags, the newest. Undefined: all. */
  readonly keepBackups: number | undefined;
  readonly prune: Prune;
  readonly position: Position;
}

/** Where copies go: below the owner that the run is for, or to a repository in full. */
export type Destination = { readonly registry?: undefined; readonly repository: string } | FullDestination;

/** A destination that leaves nothing to the run. */
export interface FullDestination {
  readonly registry: string;
  readonly repository: string;
  /** Of the `to` that says so. */
  readonly position: Position;
}

/** Which images of the source are meant. A pinned one without a tag is copied by its digest alone. */
export type TagRule =
  | { readonly kind: "pinned"; readonly tag?: string; readonly digest: Digest }
  | { readonly kind: "exact"; readonly tag: string }
  | Search;

/** A rule that a list of tags answers. */
export type Search =
  | ({ readonly kind: "glob"; readonly pattern: string } & Newest)
  /** RE2, and anchored at both ends. */
  | ({ readonly kind: "regex"; readonly pattern: string } & Newest)
  /** A range as node-semver has them, of one line of versions. */
  | ({ readonly kind: "semver"; readonly range: string } & SemverLine & Newest);

/** Which line of versions is meant: `1.2.3-alpine3.20` belongs to the line `-alpine*`, `1.2.3` to that without a suffix. */
export interface SemverLine {
  /** Versions like `1.2.3-rc.1` count, too. */
  readonly prerelease: boolean;
  /** A text, or a glob, that follows the version. Undefined: nothing does. */
  readonly suffix: string | undefined;
}

/** How many of what matches are meant. */
export interface Newest {
  /** The newest so many versions, with all tags that are aliases of one. Undefined: all. */
  readonly latest: number | undefined;
}

/** What to do when the destination's tag holds something else: overwrite it, overwrite it but keep the old digest under another tag, or leave it. */
export type OnChange = (typeof ON_CHANGE)[number];
export const ON_CHANGE = ["replace", "backup", "keep"] as const;

/** What to do when somebody else has changed a tag at the destination: say so, or put it back too. */
export type OnDrift = (typeof ON_DRIFT)[number];
export const ON_DRIFT = ["report", "restore"] as const;

/** What to do about an image that was brought and that nothing selects any longer: nothing, say so, or delete it some time after that was said. */
export type Prune =
  | { readonly kind: "never" }
  | { readonly kind: "report" }
  /** Milliseconds. */
  | { readonly kind: "delete"; readonly after: number };

/** Whether everybody may read a package, or only who is allowed to. */
export type Visibility = (typeof VISIBILITY)[number];
export const VISIBILITY = ["public", "private"] as const;

/** The repository an entry writes to, without registry; below the owner when `to` has no registry. */
export function destinationPath({ source, to }: Pick<Entry, "source" | "to">): string {
  return to?.repository ?? source.repository.slice(source.repository.lastIndexOf("/") + 1);
}
