/** How it stands: `bad`, something does not work; `warning`, something may not; `unknown`, nobody could look. */
export type FindingState = (typeof FINDING_STATES)[number];

/** What needs a person first. */
export const FINDING_STATES = ["bad", "warning", "unknown", "good"] as const;

/** What a check has found. Texts are plain, with `code` in backticks, and hold words from outside as they came. */
export interface Finding {
  /** What was looked at: `Workflow file`, `Package: ghcr.io/acme/redis`. */
  readonly name: string;
  readonly state: FindingState;
  readonly words: string;
  /** What a person can do. */
  readonly remedy?: string;
  /** The page where it is done. */
  readonly link?: string;
}

/** A finding of a check that has a name already. */
export interface Diagnosis extends Omit<Finding, "name"> {
  /** Which one of several: `ghcr.io/acme/redis`. */
  readonly about?: string;
}
