import { expect } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import { formatProblem } from "../../src/config/problem.ts";

/** What `validate` prints for a file, `line:column: message (hint)` each. There is a config where there is none of them. */
export function problemsOf(text: string): readonly string[] {
  const { config, problems } = parseConfig(text);
  expect(config === undefined).toBe(problems.length > 0);
  return problems.map((problem) => formatProblem("", problem).slice(1));
}

/** The same for the one entry of a file: `column: message (hint)`, the columns counted from the start of the entry. */
export function problemsOfEntry(item: string): readonly string[] {
  const start = "  - ";
  return problemsOf(`version: 1\nmirrors:\n${start}${item}\n`).map((problem) =>
    problem.replace(/^3:(\d+):/, (_, column) => `${Number(column) - start.length}:`),
  );
}
