import { randomBytes } from "node:crypto";
import type { Identity } from "./identity.ts";
import type { Scope } from "./scope.ts";

/** A token somebody was given. */
export interface Grant {
  readonly identity: Identity;
  readonly service: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds, by the injected clock. */
  readonly expires: number;
}

/** Issues opaque tokens and remembers what each is good for. */
export class TokenIssuer {
  readonly #now: () => number;
  readonly #grants = new Map<string, Grant>();
  readonly #refreshTokens = new Map<string, Identity>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A new access token, good for `lifetime` seconds. */
  issue(grant: Omit<Grant, "expires">, lifetime: number): string {
    const token = randomBytes(24).toString("base64url");
    for (const [old, { expires }] of this.#grants) if (expires <= this.#now()) this.#grants.delete(old);
    this.#grants.set(token, { ...grant, expires: this.#now() + lifetime * 1000 });
    return token;
  }

  /** What a token grants, or undefined when it is unknown or expired. */
  find(token: string): Grant | undefined {
    const grant = this.#grants.get(token);
    return grant !== undefined && grant.expires > this.#now() ? grant : undefined;
  }

  /** Makes every access token worthless, as a restart with a new key does. */
  revokeAll(): void {
    this.#grants.clear();
  }

  /** A token that an account may exchange for access tokens later. */
  issueRefresh(identity: Identity): string {
    const token = randomBytes(24).toString("base64url");
    this.#refreshTokens.set(token, identity);
    return token;
  }

  findRefresh(token: string): Identity | undefined {
    return this.#refreshTokens.get(token);
  }
}
