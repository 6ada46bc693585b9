import type { Config, Entry } from "../../../config/config.ts";
import { type Forbidden, type Ground, judge } from "../../../config/policy/judge.ts";

/** The entries of a config that are judged otherwise than before. */
export interface OtherVerdicts {
  /** Forbidden now, and allowed before. */
  readonly forbidden: readonly Forbidden[];
  /** The other way round. */
  readonly allowed: readonly Entry[];
}

/** Judges a config on two grounds. Undefined: nothing is allowed there. Pure. */
export function compareVerdicts(config: Config, before: Ground | undefined, after: Ground): OtherVerdicts {
  const everything = () => config.entries.keys();
  const wasForbidden = new Set(
    before ? judge(config, before).forbidden.map(({ index }) => index) : everything(),
  );
  const { forbidden } = judge(config, after);
  const isForbidden = new Set(forbidden.map(({ index }) => index));
  return {
    forbidden: forbidden.filter(({ index }) => !wasForbidden.has(index)),
    allowed: config.entries.filter((_, index) => wasForbidden.has(index) && !isForbidden.has(index)),
  };
}
