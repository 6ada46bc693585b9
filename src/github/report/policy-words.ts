import type { Entry } from "../../config/config.ts";
import type { Forbidden } from "../../config/policy/judge.ts";

/** What a policy, in the place of the one before it, means for the configs that are applied. Plain data. */
export interface PolicyChange {
  /** Whether there is a policy afterwards. */
  readonly isThere: boolean;
  /** Of those with entries that are judged otherwise than before, by name. */
  readonly touched: readonly TouchedConfig[];
  /** Touched ones of private repositories, where everybody can read the policy: counted, not named. */
  readonly unnamed: number;
  /** How many configs were looked at. */
  readonly configs: number;
}

/** A config that is judged otherwise than before. */
export interface TouchedConfig {
  /** `acme/mirrors` */
  readonly repository: string;
  /** From the top of the repository. */
  readonly path: string;
  /** Entries that were allowed and are forbidden now. */
  readonly forbidden: readonly Forbidden[];
  /** Entries that were forbidden and are allowed now. */
  readonly allowed: readonly Entry[];
}
