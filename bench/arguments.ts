import { parseArgs } from "node:util";

/** What `npm run bench -- …` was asked for. */
export interface Arguments {
  /** Names of variants; empty means all but `memory`. */
  readonly only: readonly string[];
  /** Names of tools; empty means all. */
  readonly tools: readonly string[];
  readonly rounds: number | null;
  readonly json: boolean;
  readonly help: boolean;
}

/** The arguments do not say what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const USAGE = `npm run bench -- [--only NAME]… [--tools a,b] [--rounds N] [--json]

  --only NAME   a workload such as multi, multi-rtt or memory; repeatable, or separated by commas
  --tools a,b   only these tools
  --rounds N    how often each tool is measured (default 5; memory 1)
  --json        one JSON document instead of tables
  --help        this text

docs/benchmark.md says what is measured and how.`;

/** Parses the arguments after the program's name. Throws `UsageError`. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values } = parse(args);
  const rounds = values.rounds === undefined ? null : Number(values.rounds);
  if (rounds !== null && !(Number.isInteger(rounds) && rounds >= 1 && rounds <= 100)) {
    throw new UsageError(`--rounds takes a number from 1 to 100, not "${values.rounds}"`);
  }
  const { json, help } = values;
  return { only: names(values.only), tools: names(values.tools), rounds, json, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: "string", multiple: true, default: [] },
        tools: { type: "string", multiple: true, default: [] },
        rounds: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function names(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(",")).filter((name) => name !== "");
}
