import { Copier, type Outcome } from "../../src/copy/copier.ts";
import { Destinations } from "../../src/copy/destinations.ts";
import { Manifests } from "../../src/copy/manifests.ts";
import type { Order } from "../../src/copy/order.ts";
import type { Digest } from "../../src/oci/digest.ts";
import { calm, type Pair } from "./pair.ts";

/** The copier of one run between the two of `pair`, with what it told while it worked. */
export interface OpenCopier {
  /** Copies the digest from `library/app` to `acme/app`, all platforms and without a tag unless `order` says more. */
  copy(digest: Digest, order?: Partial<Order>): Promise<Outcome>;
  /** In bytes: all that was said to be expected, and to have moved. */
  readonly told: { expected: number; moved: number };
}

export function openCopier({ source, destination }: Pair, signal: AbortSignal = calm): OpenCopier {
  const told = { expected: 0, moved: 0 };
  const listener = {
    expected: (bytes: number) => {
      told.expected += bytes;
    },
    moved: (bytes: number) => {
      told.moved += bytes;
    },
  };
  const copier = new Copier({
    manifests: new Manifests(),
    destinations: new Destinations(),
    blobsInFlight: 4,
    listener,
    signal,
  });
  const usual = { tag: undefined, platforms: "all" } as const;
  const copy = (digest: Digest, order: Partial<Order> = {}) =>
    copier.copy({ source: source(), destination: destination(), digest, ...usual, ...order });
  return { copy, told };
}
