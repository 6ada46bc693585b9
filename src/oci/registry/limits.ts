/** What a registry takes at most, as far as it says so itself. */
export interface RegistryLimits {
  /** Bytes of a blob. */
  readonly largestBlob?: number;
  /** Milliseconds from the beginning of an upload to its end. */
  readonly longestUpload?: number;
  readonly rate?: Rate;
}

/** How often a registry may be asked. */
export interface Rate {
  readonly perSecond: number;
  /** Requests that may follow on each other at once after a rest. Default: 1. */
  readonly burst?: number;
  /** It holds for GETs of manifests by nobody in particular, and for nothing else. */
  readonly isForAnonymousPulls?: true;
}

/**
 * By name.
 *
 * - ghcr.io: GitHub says 10 GB and leaves open whose: what is below 10 GiB is tried. GitHub docs, "Working with the Container
 *   registry", Troubleshooting.
 * - quay.io: "a few requests per second per IP, with some bursting". Red Hat Customer Portal, "Quay.io rate limiting" (6218921).
 * - public.ecr.aws: one pull a second without an account, ten with one. AWS docs, "Amazon ECR Public service quotas".
 * - hub.docker.com, the API beside docker.io: it tells its limit in `x-ratelimit-limit` and does not publish it. Docker docs, "Docker
 *   Hub API reference", Rate limiting.
 *
 * docker.io has none here: it counts pulls, and its limit against abuse depends on much, so that waiting when told is all one can do.
 * Docker docs, "Docker Hub pull usage and limits".
 */
const KNOWN: ReadonlyMap<string, RegistryLimits> = new Map([
  ["ghcr.io", { largestBlob: 10 * 1024 ** 3, longestUpload: 10 * 60_000 }],
  ["quay.io", { rate: { perSecond: 5 } }],
  ["public.ecr.aws", { rate: { perSecond: 1, isForAnonymousPulls: true } }],
  ["hub.docker.com", { rate: { perSecond: 2, burst: 20 } }],
]);

/** The limits of a registry, by its name in references. */
export function limitsOf(registry: string): RegistryLimits {
  return KNOWN.get(registry) ?? {};
}
