import type { Position } from "../problem.ts";

/** What a policy file says, checked. */
export interface Policy {
  readonly version: 1;
  readonly sources: {
    /** Undefined: whatever is not denied. */
    readonly allow: readonly Rule[] | undefined;
    readonly deny: readonly Rule[];
  };
  /** Who may publish below the organization. Undefined: its own repositories, everywhere below it, and no others. */
  readonly grants: readonly Grant[] | undefined;
  readonly require: { readonly verify: readonly Rule[] };
  /** The least role for a command, by its name. */
  readonly commands: ReadonlyMap<string, CommandRule>;
  readonly publisher: PublisherRule | undefined;
  /** Where the keys of lists stand, for refusals that follow from what is not in them. */
  readonly keys?: { readonly allow?: Position; readonly grants?: Position };
}

/**
 * A pattern on repositories (`docker.io/library/*`), and where it stands. `*` is any run of characters without `/`, `**` as a whole part any
 * number of parts: see `compilePathGlob`.
 */
export interface Rule {
  readonly pattern: string;
  readonly position: Position;
}

/** A repository that may publish, and what: patterns on destinations below the organization (`tools/**`). */
export interface Grant {
  /** `acme/mirrors`, in lower case; a name alone is not allowed. */
  readonly repository: string;
  readonly destinations: readonly Rule[];
  readonly position: Position;
}

/** The commands that a policy can speak of. */
export const COMMANDS = [
  "help",
  "status",
  "plan",
  "sync",
  "retry",
  "cancel",
  "verify",
  "add",
  "doctor",
  "adopt",
] as const;

/** GitHub's roles, the least first. */
export const ROLES = ["read", "triage", "write", "maintain", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** The least role for a command. */
export interface CommandRule {
  readonly role: Role;
  readonly position: Position;
}

/** What carries the bytes, and where the workflow runs. */
export interface PublisherRule {
  readonly mode: (typeof PUBLISHER_MODE)[number] | undefined;
  /** `acme/mirrors`, in lower case: it owns the mirrors of the whole organization. Undefined: each repository its own. */
  readonly repository: string | undefined;
  readonly position: Position;
}

export const PUBLISHER_MODE = ["auto", "app", "actions"] as const;

/** A policy and where it was read. */
export interface PolicyLayer {
  /** `own`: of the repository with the config, which can only forbid more; `organization`: of its organization. */
  readonly kind: "own" | "organization" | "destination";
  readonly file: PolicyFile;
  readonly policy: Policy;
}

/** A policy file, at a commit. */
export interface PolicyFile {
  /** `acme/.github` */
  readonly repository: string;
  readonly path: string;
  readonly commit: string;
}

/** Why an entry may not be carried out. */
export interface Refusal {
  /** Whether it is the source that may not be read, or the destination that may not be written. */
  readonly side: "source" | "destination";
  /** What is forbidden, and that it is: a sentence without its full stop. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The rule. Undefined: it follows from there being none (no consent of another organization). */
  readonly rule: RuleAt | undefined;
}

/** Where a rule stands: `acme/.github: .github/mirror-policy.yml:4 at 1a2b3c4`. */
export interface RuleAt extends PolicyFile {
  readonly line: number;
}
