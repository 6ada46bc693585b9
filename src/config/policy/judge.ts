import type { Config, Entry } from "../config.ts";
import type { PolicyLayer, Refusal } from "./policy.ts";

/** What is judged by. */
export interface Ground {
  /** The registry that copies go to: `ghcr.io`. */
  readonly registry: string;
  /** The repository with the config, `owner` and `name` as GitHub writes them. */
  readonly repository: { readonly owner: string; readonly name: string };
  /** What binds the repository, nearest first: its own policy, its organization's. Those without one are left out. */
  readonly layers: readonly PolicyLayer[];
  /** What is known of the other owners that entries write to, by login in lower case. */
  readonly others: ReadonlyMap<string, OtherOwner>;
}

/** Another organization that entries write to. */
export interface OtherOwner {
  /** The App is installed there. */
  readonly isInstalled: boolean;
  /** Its policy, where it has one. */
  readonly layer: PolicyLayer | undefined;
}

/** A config after the policies were asked. */
export interface Judged {
  /** Entries that may be carried out, by the owner below whom they go, in lower case; the config's own first. Never an empty one. */
  readonly allowed: ReadonlyMap<string, Share>;
  readonly forbidden: readonly Forbidden[];
}

/** The entries of a config that go below one owner. */
export interface Share {
  readonly config: Config;
  /** The places in the whole config of all entries that are not in it, from 0. */
  readonly skip: readonly number[];
}

/** An entry that may not be carried out. */
export interface Forbidden {
  readonly entry: Entry;
  /** From 0. */
  readonly index: number;
  readonly refusal: Refusal;
}

/**
 * Asks the policies about every entry. All of them must allow it; of those that do not, the nearest is named. Pure.
 */
export declare function judge(config: Config, ground: Ground): Judged;
