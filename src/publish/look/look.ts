/** An image that is said to be somewhere. */
export interface Claim {
  /** A reference with a tag or digest, `ghcr.io/acme/redis:7`. */
  readonly destination: string;
  readonly digest: string;
}

/**
 * What everybody sees of a claim: `same`, the image is there; `other`, its package is to be seen, and something else or nothing is
 * there; `hidden`, the package is private, or does not exist; `unknown`, it was not seen, for whatever reason.
 */
export type View = "same" | "other" | "hidden" | "unknown";

/** Looks, as everybody may, at what is claimed. Resolves with what was seen by destination; rejects only with the signal's reason. */
export type Look = (claims: readonly Claim[], signal: AbortSignal) => Promise<ReadonlyMap<string, View>>;
