import type { Registry } from "../oci/registry/registry.ts";

/** Keeps what is pulled within what registries grant. */
export interface PullGate {
  /**
   * Takes one pull; to be called before each manifest that is fetched from a source. Resolves at once, also for registries that limit
   * nothing. Throws {@link PullsSpentError}, and the signal's reason.
   */
  take(registry: Registry, signal: AbortSignal): Promise<void>;
  /** The registry has refused a pull for having granted too many: it knows better than we do. Resolves with when to go on. */
  refused(registry: Registry, signal: AbortSignal): Promise<PullsSpentError>;
}

/** No pull is left for now. What it would have been spent on waits, and has not failed. */
export class PullsSpentError extends Error {
  override readonly name = "PullsSpentError";
  readonly code = "PULLS_SPENT";
  readonly registry: string;
  /** When there is likely to be one, in milliseconds since the epoch. Undefined: nobody can tell. */
  readonly until: number | undefined;

  constructor(registry: string, until: number | undefined, message: string) {
    super(message);
    this.registry = registry;
    this.until = until;
  }
}
