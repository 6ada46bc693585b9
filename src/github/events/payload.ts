/**
 * What we read of webhook payloads, https://docs.github.com/en/webhooks/webhook-events-and-payloads. Everything may be
 * missing: GitHub's descriptions and its deliveries do not always agree, and what is missing is no reason to throw.
 */
export interface Payload {
  readonly action?: string;
  readonly installation?: { readonly id?: number } | null | undefined;
  readonly repository?: RepositoryPart | null | undefined;
  /** Whoever made it happen. */
  readonly sender?: AccountPart | null | undefined;
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

/** A person, an organization or a bot. */
export interface AccountPart {
  readonly login?: string;
  /** `User`, `Bot`, `Organization` … */
  readonly type?: string;
}

/** An App, in whose name something was made. */
export interface AppPart {
  readonly id?: number | null;
}

/** An issue or a pull request, as a conversation. */
export interface IssuePart {
  readonly number?: number;
  readonly user?: AccountPart | null;
  /** Only a pull request has it. */
  readonly pull_request?: object | null;
  readonly performed_via_github_app?: AppPart | null;
}

/** The login of a person; undefined for bots and where GitHub does not say. */
export function personOf(account: AccountPart | null | undefined): string | undefined {
  return account?.type === "User" && account.login ? account.login : undefined;
}
