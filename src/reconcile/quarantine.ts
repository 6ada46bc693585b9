import type { Digest } from "../oci/digest.ts";

/** A tag of a source, as it is seen now. */
export interface Sight {
  /** `docker.io/library/redis:7` */
  readonly source: string;
  readonly digest: Digest;
  /** When the registry says that it was pushed, in milliseconds since the epoch. */
  readonly pushedAt?: number;
}

/** Knows for how long tags have been as they are. */
export interface Quarantine {
  /**
   * Since when each is known to have had its digest, by source, in milliseconds since the epoch; what is missing, nobody knows. What is
   * seen now is remembered where there is a memory. Rejects where that cannot be asked.
   */
  since(sights: readonly Sight[]): Promise<ReadonlyMap<string, number>>;
}
