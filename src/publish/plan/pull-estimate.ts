import type { Unsurveyed } from "../../reconcile/survey-images.ts";

/** Adds up the pulls that copies will spend, by source registry. A run fetches what it needs once, wherever it goes. */
export class PullEstimate {
  /** By registry, then by digest. */
  readonly #manifests = new Map<string, Map<string, number>>();

  /** Counts the manifests of an image; of the same one at several destinations, the most that one of them lacks. */
  add({ desired, digest }: Pick<Unsurveyed, "desired" | "digest">, manifests: number): void {
    const { registry } = desired.source;
    const known = this.#manifests.get(registry) ?? new Map<string, number>();
    this.#manifests.set(registry, known.set(digest, Math.max(manifests, known.get(digest) ?? 0)));
  }

  /** Only registries at which any are spent. */
  get pulls(): Readonly<Record<string, number>> {
    const sums = [...this.#manifests].map(([registry, known]) => [registry, sum(known.values())] as const);
    return Object.fromEntries(sums.filter(([, pulls]) => pulls > 0));
  }
}

function sum(numbers: Iterable<number>): number {
  return Iterator.from(numbers).reduce((total, number) => total + number, 0);
}
