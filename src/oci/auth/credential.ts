/** What a registry takes as proof of who asks. */
export type Credential =
  /** A user name and a password or token, for Basic or for the token endpoint. */
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token ("identity token"), exchanged at the token endpoint. */
  | { readonly kind: "identity-token"; readonly token: string }
  /** A bearer token that the registry takes as it is. */
  | { readonly kind: "registry-token"; readonly token: string };

/** Finds the credential for a repository. `undefined` means anonymous. Throws `KeychainError` when a store is broken. */
export interface Keychain {
  /**
   * `registry` is the name as written in references (`docker.io`, `localhost:5000`). `refused` is what was resolved before
   * and was not accepted: a keychain that can have another one made does so, and all others answer as ever.
   */
  resolve(
    registry: string,
    repository: string,
    signal?: AbortSignal,
    refused?: Credential,
  ): Promise<Credential | undefined>;
}

/** Nobody: every registry is asked anonymously. */
export const anonymous: Keychain = { resolve: () => Promise.resolve(undefined) };
