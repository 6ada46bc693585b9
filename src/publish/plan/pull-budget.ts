/** What may be pulled of what a registry grants. */
export interface PullBudget {
  readonly registry: string;
  /** Pulls in a window, and left of them; and of these, those that are not held back for people. */
  readonly limit: number;
  readonly remaining: number;
  readonly free: number;
  /** Seconds. */
  readonly window: number;
  /** ISO 8601: when there will be more, where `free` is 0. */
  readonly until?: string;
}
