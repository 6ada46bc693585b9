import type { Digest } from "../oci/digest.ts";
import type { Desired } from "../plan/desired.ts";

/** What is known of a config's images from before. */
export interface History {
  /** What was last brought to the destination of an image, from whatever source. */
  last(desired: Desired): Brought | undefined;
  /** Whether the destination is believed to hold that still: it was seen not long ago, and nobody has told of a change since. */
  isTrusted(desired: Desired): boolean;
  /** All that was brought for this config's repository, also what nothing selects now. */
  readonly all: readonly Brought[];
}

/** An image that was brought. */
export interface Brought {
  /** References with tag or digest, as in reports. */
  readonly source: string;
  readonly destination: string;
  readonly sourceDigest: Digest | null;
  readonly digest: Digest;
  /** For which platforms: `all`, or as `platformsKey` writes them. Null: it was not noted. */
  readonly platforms: string | null;
}
