import type { Digest } from "../oci/digest.ts";

/** An image that was brought once, and that nothing in the config selects any longer. It is at the destination still. */
export interface Departed {
  /** References with their tags, as in reports. */
  readonly source: string;
  readonly destination: string;
  /** What was brought there. */
  readonly digest: Digest;
  /** Of the entry that it came by, where it is still there. */
  readonly line?: number;
  /** Milliseconds for which it is kept after this was told. Undefined: it is never deleted. */
  readonly deleteAfter?: number;
  /** ISO 8601: when a check run first told of it. Not given: none has, as far as is known here. */
  readonly announcedAt?: string;
  /** It is a backup of an image, and newer ones are kept. */
  readonly isBackup?: true;
  /** Why, for people: `tags no longer match`, `its entry is gone`, `more than 3 backups of ghcr.io/acme/redis:7`. */
  readonly why: string;
}
