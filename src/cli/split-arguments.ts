import { parseArgs } from "node:util";
import { suggest } from "./suggest.ts";
import { UsageError } from "./usage-error.ts";

const OPTIONS = {
  owner: { type: "string" },
  registry: { type: "string" },
  endpoint: { type: "string", multiple: true },
  only: { type: "string", multiple: true },
  concurrency: { type: "string" },
  reserve: { type: "string" },
  action: { type: "string" },
  semver: { type: "string", multiple: true },
  regex: { type: "string", multiple: true },
  glob: { type: "string", multiple: true },
  latest: { type: "string" },
  prerelease: { type: "boolean" },
  suffix: { type: "string" },
  exclude: { type: "string", multiple: true },
  all: { type: "boolean" },
  json: { type: "boolean" },
  quiet: { type: "boolean" },
  "no-color": { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/** Every option as it is written. */
export const OPTION_FLAGS: readonly string[] = Object.keys(OPTIONS).map((name) => `--${name}`);

/** Takes arguments apart by their form; what the values mean is not looked at. Throws {@link UsageError}. */
export function splitArguments(argv: readonly string[]) {
  const settings = { args: [...argv], options: OPTIONS, allowPositionals: true } as const;
  // The strict form refuses the same, but in words of its own and without a suggestion.
  for (const token of parseArgs({ ...settings, strict: false, tokens: true }).tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.entries(OPTIONS).find(([known]) => known === name)?.[1];
    if (!option) throw new UsageError(`unknown option ${rawName}${suggest(rawName, OPTION_FLAGS)}`);
    if (option.type === "boolean" && value !== undefined) throw new UsageError(`${rawName} takes no value`);
    if (option.type === "string" && !value) throw new UsageError(`${rawName} needs a value`);
    if (option.type === "string" && !inlineValue && value?.startsWith("-")) {
      const isOption = OPTION_FLAGS.includes(value) || value === "-h";
      throw new UsageError(
        `${rawName} needs a value${isOption ? "" : `; this one is written ${rawName}=${value}`}`,
      );
    }
  }
  return parseArgs(settings);
}

/** What options are given, by name. */
export type SplitValues = ReturnType<typeof splitArguments>["values"];
