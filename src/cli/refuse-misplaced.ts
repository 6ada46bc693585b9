import type { SplitValues } from "./split-arguments.ts";
import { UsageError } from "./usage-error.ts";

/** Options that choose what is meant, and the commands that go by them. */
const CHOICES = {
  only: ["plan", "sync"],
  semver: ["tags"],
  regex: ["tags"],
  glob: ["tags"],
  latest: ["tags"],
  prerelease: ["tags"],
  suffix: ["tags"],
  exclude: ["tags"],
} as const satisfies Partial<Record<keyof SplitValues, readonly string[]>>;

/**
 * Throws {@link UsageError} where an option chooses images or tags for another command than this one, which would do more than was meant.
 * Other options that a command has no use for do no harm.
 */
export function refuseMisplaced(command: string, values: SplitValues): void {
  for (const [name, commands] of Object.entries(CHOICES)) {
    const isMisplaced = Object.hasOwn(values, name) && !commands.some((one) => one === command);
    if (isMisplaced)
      throw new UsageError(
        `--${name} is an option of ${commands.join(" and ")}; ${command} would overlook it`,
      );
  }
}
