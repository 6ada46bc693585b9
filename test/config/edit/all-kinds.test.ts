import { describe, expect, it } from "vitest";
import { addEntries } from "../../../src/config/edit/add-entries.ts";
import { parseConfig } from "../../../src/config/parse-config.ts";
import { random } from "../random.ts";

describe("files of all kinds", () => {
  const ENTRIES = [
    "nginx:1 # web",
    '"a/b:2"',
    "{ source: a/c, tags: [x, 'y'] } # z",
    "source: a/d\n  tags:\n  - x # one\n  # two\n  - y",
    "source: a/e\n  # of e\n  to: e2\n\n  # more of e",
    "source: a/f\n  tags: [\n    x, # one\n    y\n    # two\n    ]\n  on-change: keep",
    ">-\n  a/g",
    "# before h\n  a/h",
  ];
  const AROUND = ["# alone", "", "report: { issue: never }", "defaults:\n    on-change: keep # why\n  # odd"];

  it("keep every line, in its order", () => {
    const next = random(11);
    const pick = <T>(from: readonly T[], count: number) =>
      from
        .map((one) => [next(), one] as const)
        .sort(([a], [b]) => a - b)
        .slice(0, count)
        .map(([, one]) => one);
    for (let round = 0; round < 300; round++) {
      const indent = " ".repeat(Math.floor(next() * 5));
      const entries = pick(ENTRIES, 1 + Math.floor(next() * ENTRIES.length));
      const items = entries.map((entry) => `- ${entry}`.replaceAll(/^(?=.)/gm, indent));
      const [above, below] = [pick(AROUND.slice(0, 3), 2), pick([AROUND[0], AROUND[1], AROUND[3]], 2)];
      const lineBreak = next() < 0.3 ? "\r\n" : "\n";
      const all =
        ["version: 1", ...above, "mirrors:", ...items, ...below].join("\n") + (next() < 0.8 ? "\n" : "");
      const text = all.replaceAll("\n", lineBreak);
      expect(parseConfig(text).problems).toEqual([]);
      const result = addEntries(text, [{ source: "redis:7" }, { source: "a/q:1", to: "t/q" }]);
      const after = result.problems ? [] : result.text.split(lineBreak);
      const fresh = [`${indent}- redis:7`, `${indent}- source: a/q:1`, `${indent}  to: t/q`];
      const quoted = fresh.map((line) => line.replace(/(?<=- |: )([^ ]+)$/, '"$1"'));
      const left = after.filter((line) => !fresh.includes(line) && !quoted.includes(line));
      expect(left).toEqual(text.split(lineBreak));
      expect(after).toHaveLength(left.length + 3);
    }
  });
});
