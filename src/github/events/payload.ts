/**
 * What we read of webhook payloads, https://docs.github.com/en/webhooks/webhook-events-and-payloads. Everything may be
 * missing: GitHub's descriptions and its deliveries do not always agree, and what is missing is no reason to throw.
 */
export interface Payload {
  readonly action?: string;
  readonly installation?: { readonly id?: number } | null | undefined;
  readonly repository?: RepositoryPart | null | undefined;
}

/** A repository in a payload. Where a payload lists several, they have no more than this. */
export interface RepositoryPart {
  readonly id?: number;
  /** `owner/name`: the one place where both always stand. */
  readonly full_name?: string;
  readonly default_branch?: string;
}

/** Several of them, or what stands in their place. */
export type RepositoryParts = readonly (RepositoryPart | null | undefined)[] | null | undefined;
