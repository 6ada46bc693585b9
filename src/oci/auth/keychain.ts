import type { Credential, Keychain } from "./credential.ts";

/** Asks one keychain after the other and takes the first credential. One that throws ends the search. */
export function firstOf(...keychains: readonly Keychain[]): Keychain {
  return {
    async resolve(registry, repository, signal, refused) {
      for (const keychain of keychains) {
        const credential = await keychain.resolve(registry, repository, signal, refused);
        if (credential) return credential;
      }
      return undefined;
    },
  };
}

/** Holds one credential, for one registry and no other; none at all when there is no `credential`. */
export function forRegistry(registry: string, credential: Credential | undefined): Keychain {
  const host = registry.toLowerCase();
  return { resolve: (asked) => Promise.resolve(asked.toLowerCase() === host ? credential : undefined) };
}
