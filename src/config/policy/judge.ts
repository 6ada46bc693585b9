import type { Config, Entry } from "../config.ts";
import { compileGround } from "./compile-ground.ts";
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
 * Asks the policies about every entry. All of them must allow its source: the repository's own, its organization's, and that of the owner
 * below whom the copies go, which must let this repository write there. Of several refusals the nearest policy's is given. Pure.
 */
export function judge(config: Config, ground: Ground): Judged {
  const decide = compileGround(ground);
  const places = new Map<string, number[]>([[ground.repository.owner.toLowerCase(), []]]);
  const forbidden: Forbidden[] = [];
  for (const [index, entry] of config.entries.entries()) {
    const { owner, refusal } = decide(entry);
    if (refusal) forbidden.push({ entry, index, refusal });
    else places.set(owner, (places.get(owner) ?? []).concat(index));
  }
  const shares = [...places].filter(([, indexes]) => indexes.length > 0);
  return { allowed: new Map(shares.map(([owner, indexes]) => [owner, shareOf(config, indexes)])), forbidden };
}

function shareOf(config: Config, indexes: readonly number[]): Share {
  const kept = new Set(indexes);
  const skip = [...config.entries.keys()].filter((index) => !kept.has(index));
  return { config: { ...config, entries: config.entries.filter((_, index) => kept.has(index)) }, skip };
}
