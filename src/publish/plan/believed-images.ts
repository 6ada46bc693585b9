import { type Digest, isDigest } from "../../oci/digest.ts";
import { platformsKey } from "../../oci/platform.ts";
import { formatReference } from "../../oci/reference.ts";
import type { Desired } from "../../plan/desired.ts";
import type { Held } from "../../plan/observed.ts";
import type { Memory } from "../../reconcile/memory.ts";
import type { Remembered } from "./planner.ts";

/** Believes that images are as they were last brought. */
export class BelievedImages implements Memory {
  readonly #remembered: ReadonlyMap<string, Remembered>;
  readonly #used = new Set<string>();
  /** Destinations of all images that had to be recalled, remembered or not: of which one side denied a look. */
  readonly hidden = new Set<string>();

  /** By destination. */
  constructor(remembered: ReadonlyMap<string, Remembered>) {
    this.#remembered = remembered;
  }

  /** How many images had to be recalled, and were remembered. */
  get count(): number {
    return this.#used.size;
  }

  /** That of a subset of platforms is taken to be made for those that are wanted now: nobody remembers for which it was. */
  recallDestination(desired: Desired): Held | undefined {
    const { destinationDigest: digest, sourceDigest } = this.#find(desired) ?? {};
    if (!digest || !isDigest(digest)) return undefined;
    this.#use(desired);
    if (!sourceDigest || !isDigest(sourceDigest) || sourceDigest === digest) return { digest };
    const platforms = desired.platforms === "all" ? "" : platformsKey(desired.platforms);
    return { digest, origin: { digest: sourceDigest, platforms } };
  }

  recallSource(desired: Desired): Digest | undefined {
    const { source, sourceDigest: digest } = this.#find(desired) ?? {};
    if (source !== formatReference(desired.source) || !digest || !isDigest(digest)) return undefined;
    this.#use(desired);
    return digest;
  }

  #find({ destination }: Desired): Remembered | undefined {
    const name = formatReference(destination);
    this.hidden.add(name);
    return this.#remembered.get(name);
  }

  #use({ destination }: Desired): void {
    this.#used.add(formatReference(destination));
  }
}
