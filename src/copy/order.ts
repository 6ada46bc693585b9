import type { Digest } from "../oci/digest.ts";
import type { Platform } from "../oci/platform.ts";
import type { Repository } from "../oci/registry/repository.ts";

/** One image to be copied. */
export interface Order {
  readonly source: Repository;
  /** What the source's tag pointed at when it was looked at: this is copied, even if the tag has moved on since. */
  readonly digest: Digest;
  readonly destination: Repository;
  /** `undefined`: the image is stored by its digest only. */
  readonly tag: string | undefined;
  readonly platforms: "all" | readonly Platform[];
  /** What the destination's tag points at now and is to be kept under another tag. */
  readonly backup?: { readonly tag: string; readonly digest: Digest };
}
