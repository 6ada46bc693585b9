import { describe, expect, it } from "vitest";
import { parseArguments, UsageError } from "../../bench/arguments.ts";

describe("parseArguments", () => {
  const nothing = { only: [], tools: [], rounds: null, json: false, help: false };

  it.each([
    { args: [], means: {} },
    {
      args: ["--only", "multi", "--only", "noop,shared-rtt"],
      means: { only: ["multi", "noop", "shared-rtt"] },
    },
    { args: ["--tools", "crane,oras", "--rounds", "7"], means: { tools: ["crane", "oras"], rounds: 7 } },
    { args: ["--json"], means: { json: true } },
    { args: ["-h"], means: { help: true } },
  ])("$args", ({ args, means }) => {
    expect(parseArguments(args)).toEqual({ ...nothing, ...means });
  });

  it.each([[["--rounds", "0"]], [["--rounds", "many"]], [["--fast"]], [["multi"]], [["--only"]]])(
    "refuses %j",
    (args) => expect(() => parseArguments(args)).toThrow(UsageError),
  );
});
