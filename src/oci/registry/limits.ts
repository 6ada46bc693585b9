/** What a registry takes at most, as far as it says so itself. */
export interface RegistryLimits {
  /** Bytes of a blob. */
  readonly largestBlob?: number;
  /** Milliseconds from the beginning of an upload to its end. */
  readonly longestUpload?: number;
}

/**
 * By name. GitHub says 10 GB and leaves open whose: what is below 10 GiB is tried.
 *
 * GitHub docs, "Working with the Container registry", Troubleshooting.
 */
const KNOWN: ReadonlyMap<string, RegistryLimits> = new Map([
  ["ghcr.io", { largestBlob: 10 * 1024 ** 3, longestUpload: 10 * 60_000 }],
]);

/** The limits of a registry, by its name in references. */
export function limitsOf(registry: string): RegistryLimits {
  return KNOWN.get(registry) ?? {};
}
