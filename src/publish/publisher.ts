import type { Config } from "../config/config.ts";
import type { Urgency } from "../jobs/keeping-state.ts";
import type { RepositoryIdentity } from "../jobs/request.ts";
import type { Digest } from "../oci/digest.ts";
import type { History } from "../reconcile/history.ts";
import type { RunEvent } from "../reconcile/report.ts";
import type { CarriedOut } from "./carried-out.ts";
import type { Obstacle } from "./obstacle.ts";
import type { Phase } from "./phase.ts";

/** What is to be brought where, and on whose behalf. */
export interface PublishOrder {
  /** The id of the run. */
  readonly run: string;
  /** What is meant: entries of the config that are forbidden, or go elsewhere, are not in it. */
  readonly config: Config;
  /** Where the whole config stands: who carries the bytes elsewhere reads it there. */
  readonly commit: string;
  readonly path: string;
  /** The repository that holds the config. */
  readonly configRepository: RepositoryIdentity;
  /** Entries of the whole config that are not meant, by their place in it, from 0. */
  readonly skip: readonly number[];
  /** The repository that owns the mirrors, and its installation: its owner's namespace is written, with a token narrowed to it. */
  readonly installation: number;
  readonly repository: RepositoryIdentity;
  /** Globs on `source:tag`. Empty: all. */
  readonly only: readonly string[];
  /** What is known of the config's images from before. */
  readonly history: History;
  /** Milliseconds for which a look at a source serves again, whoever took it. 0: every source is looked at now. */
  readonly lookAge: number;
  /** How this run stands to others where pulls are scarce. */
  readonly urgency: Urgency;
  /**
   * Images that may be deleted if they are found to have departed still, and are as they were brought: announced long enough ago, and
   * no more than one run may delete.
   */
  readonly removable: readonly Removable[];
  readonly onEvent: (event: RunEvent) => void;
  /** Where a workflow stands that carries the bytes. */
  readonly onPhase: (phase: Phase) => void;
  /** Waits for something outside, while others may use what this run occupies. */
  readonly aside: <T>(wait: () => Promise<T>) => Promise<T>;
  /** Begins no further image; those under way come to their end. */
  readonly stopping: AbortSignal;
  /** Nobody wants the images any longer: what is under way ends at once, also elsewhere. */
  readonly unwanted: AbortSignal;
  /** Ends everything at once. */
  readonly signal: AbortSignal;
}

/** An image that may be deleted, with its tag, and what it must be for that. */
export interface Removable {
  /** `ghcr.io/acme/redis:7` */
  readonly destination: string;
  readonly digest: Digest;
  /** `left`: it must have departed still. `backup`: it is one too many; nothing else is to be found out. */
  readonly kind: "left" | "backup";
}

/** What became of an order: it was carried out, or something was in the way of all of it. */
export type Published =
  | ({ readonly kind: "carried-out" } & CarriedOut)
  | { readonly kind: "obstructed"; readonly obstacle: Obstacle }
  /** Nobody wants it any longer, and it was ended. */
  | { readonly kind: "unwanted" };

/** What carries the bytes. */
export interface Publisher {
  /**
   * Brings every image of the config to where it belongs. What fails is in what it resolves with, and only what may pass is
   * thrown: the process stops (`stopping`), GitHub cannot be reached.
   */
  publish(order: PublishOrder): Promise<Published>;
}
