import type { PackagesToken } from "../auth-mode.ts";

/** Who is calling. */
export interface Identity {
  /** Undefined: nobody in particular. */
  readonly name: string | undefined;
  readonly secret: string | undefined;
  /** Of a token that a GitHub vouches for. */
  readonly grant?: PackagesToken;
}

export const ANONYMOUS: Identity = { name: undefined, secret: undefined };

/** Whether somebody is named: an account, not the public. */
export function isAccount(identity: Identity): boolean {
  return identity.name !== undefined;
}

/**
 * Whether a credential is a classic personal access token; all others of GitHub's belong to installations.
 */
export function isClassicToken(identity: Identity): boolean {
  return identity.secret?.startsWith("ghp_") ?? false;
}
