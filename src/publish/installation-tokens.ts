import type { InstallationToken } from "../github/github.ts";
import { abortable } from "../oci/abortable.ts";
import type { Credential, Keychain } from "../oci/auth/credential.ts";
import { KeychainError } from "../oci/auth/keychain-error.ts";
import type { Clock } from "../oci/clock.ts";

/** A token with less life than this left, in milliseconds, is not given out any more. */
const LEAST_LIFE = 5 * 60_000;
/** How long GitHub may take for one, in milliseconds. */
const PATIENCE = 60_000;

/** What {@link InstallationTokens} stands on. */
export interface InstallationTokensOptions {
  /** Has GitHub make another one. */
  readonly createToken: (signal: AbortSignal) => Promise<InstallationToken>;
  /** The one registry that they are shown to. */
  readonly registry: string;
  /** Whose repositories there they are for. Others, such as public images of other owners, are asked for anonymously. */
  readonly owner: string;
  readonly clock: Clock;
}

/**
 * Logs in to one registry with installation tokens. However many ask, one token serves until less than five minutes of it
 * are left or the registry refuses it, and its successor is fetched once. Throws `NO_TOKEN` when GitHub gives none.
 */
export class InstallationTokens implements Keychain {
  readonly #options: InstallationTokensOptions;
  #token: InstallationToken | undefined;
  #fetching: Promise<InstallationToken> | undefined;

  constructor(options: InstallationTokensOptions) {
    this.#options = options;
  }

  async resolve(
    registry: string,
    repository: string,
    signal?: AbortSignal,
    refused?: Credential,
  ): Promise<Credential | undefined> {
    const { registry: own, owner } = this.#options;
    if (registry.toLowerCase() !== own.toLowerCase()) return undefined;
    if (!repository.startsWith(`${owner.toLowerCase()}/`)) return undefined;
    if (refused?.kind === "password" && refused.password === this.#token?.token) this.#token = undefined;
    const { token } = await abortable(this.#current(), signal);
    return { kind: "password", username: "x-access-token", password: token };
  }

  #current(): Promise<InstallationToken> {
    const token = this.#token;
    if (token && this.#lifeOf(token) >= LEAST_LIFE) return Promise.resolve(token);
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetch(): Promise<InstallationToken> {
    const { createToken } = this.#options;
    try {
      this.#token = await createToken(AbortSignal.timeout(PATIENCE));
      return this.#token;
    } catch (cause) {
      // GitHub may be back before what is left of the old one is used up.
      const old = this.#token;
      if (old && this.#lifeOf(old) > 0) return old;
      const words = cause instanceof Error ? cause.message : String(cause);
      throw new KeychainError("NO_TOKEN", `GitHub gave the App no token for packages: ${words}`, { cause });
    }
  }

  #lifeOf({ expiresAt }: InstallationToken): number {
    return expiresAt.getTime() - this.#options.clock.now();
  }
}
