import type { Clock } from "../clock.ts";
import { RegistryError } from "../error.ts";
import type { Cooldown } from "./cooldown.ts";

/** Bounds of trying again. Times in milliseconds. */
export interface RetryPolicy {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** The first wait; each further one is twice as long, up to `longestWait`. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** A registry that asks for a longer wait than this is not asked again: the caller learns how long, and parks the work. */
  readonly patience: number;
}

/** Six tries over about 15 s of our own waits; up to five minutes where the registry asks for it. */
export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 6,
  firstWait: 500,
  longestWait: 20_000,
  patience: 300_000,
};

/** What {@link retry} needs to know of its surroundings. */
export interface RetryContext {
  readonly clock: Clock;
  /** A number in [0, 1): the jitter. */
  readonly random: () => number;
  readonly policy: RetryPolicy;
  readonly cooldown: Cooldown;
  /** What a registry may refuse by itself, such as GETs of manifests. Without it, a refusal is not remembered. */
  readonly kind?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether a failure is not worth another try, whatever its code says. */
  readonly isFinal?: ((error: RegistryError) => boolean) | undefined;
  /** Told before every wait. */
  readonly onWait?: ((milliseconds: number, why: RegistryError) => void) | undefined;
}

/**
 * Runs `attempt` until it succeeds, its failure is final, or the bounds are met; then throws that failure. Waits at least
 * as long as the registry asks, and makes everyone else who asks the same registry wait too; where that is beyond the
 * policy's patience, everyone who asks for the same kind of thing fails alike.
 */
export async function retry<T>(attempt: () => Promise<T>, context: RetryContext): Promise<T> {
  const { clock, policy, cooldown, kind, signal, isFinal, onWait } = context;
  const started = clock.now();
  for (let tried = 1; ; tried++) {
    await cooldown.pass(signal, kind);
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof RegistryError) || isFinal?.(error)) throw error;
      if (kind !== undefined && (error.retryAfter ?? 0) > policy.patience) cooldown.refuse(kind, error);
      if (tried >= triesFor(error, policy)) throw error;
      const wait = Math.max(error.retryAfter ?? 0, backoff(tried, context));
      if (clock.now() - started + wait > policy.patience) throw error;
      if (error.retryAfter !== undefined) cooldown.start(error.retryAfter);
      onWait?.(wait, error);
      await clock.sleep(wait, signal);
    }
  }
}

function triesFor(error: RegistryError, { attempts }: RetryPolicy): number {
  // Pulls come back in hours. Whoever can wait for them does so elsewhere.
  if (error.isPullRefusal) return 1;
  switch (error.code) {
    case "TIMEOUT":
    case "INTERRUPTED":
    case "TOO_MANY_REQUESTS":
    case "UNAVAILABLE":
      return attempts;
    case "UNREACHABLE":
      return Math.min(attempts, 3);
    // What a proxy refuses, it refuses again.
    case "PROXY":
      return (error.status ?? 500) < 500 ? 1 : Math.min(attempts, 3);
    // GHCR says "unknown blob" for uploads it has itself just begun.
    case "NOT_FOUND":
    case "REJECTED":
      return isUploadLost(error) ? Math.min(attempts, 3) : 1;
    default:
      return 1;
  }
}

function isUploadLost({ registryCode, registryMessage = "" }: RegistryError): boolean {
  return registryCode === "BLOB_UPLOAD_UNKNOWN" || /unknown blob|blob upload unknown/i.test(registryMessage);
}

function backoff(tried: number, { policy, random }: RetryContext): number {
  const ceiling = Math.min(policy.longestWait, policy.firstWait * 2 ** (tried - 1));
  return ceiling / 2 + (random() * ceiling) / 2;
}
