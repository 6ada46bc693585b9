import { LIMITS } from "../../config/limits.ts";
import type { SplitValues } from "../split-arguments.ts";
import { UsageError } from "../usage-error.ts";
import type { Trial } from "./trial.ts";

/** The selection that options give; undefined: none of them does. Throws {@link UsageError}. */
export function trialOf(values: SplitValues): Trial | undefined {
  const { semver = [], regex = [], glob = [], latest, prerelease = false, suffix, exclude = [] } = values;
  const trial = { semver, regex, glob, latest: numberOf(latest), prerelease, suffix, exclude };
  const isEmpty =
    [...semver, ...regex, ...glob, ...exclude].length === 0 &&
    !prerelease &&
    (latest ?? suffix) === undefined;
  return isEmpty ? undefined : trial;
}

function numberOf(latest: string | undefined): number | undefined {
  if (latest === undefined) return;
  if (/^[1-9]\d{0,5}$/.test(latest) && Number(latest) <= LIMITS.latest) return Number(latest);
  throw new UsageError(`--latest "${latest}" is not a number from 1 to ${LIMITS.latest}`);
}
