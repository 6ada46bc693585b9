import { describe, expect, it } from "vitest";
import { bodyOf, lines, REDIS } from "./body-of.ts";

describe("no list yet", () => {
  const item = "  - docker.io/library/redis:7";

  it.each<[before: string, after: string]>([
    ["mirrors: []\n", lines("mirrors:", item)],
    ["mirrors: [ ]", `mirrors:\n${item}`],
    ["mirrors: [] # none\n", lines("mirrors: # none", item)],
    ["mirrors: [\n  ]\nreport: {}\n", lines("mirrors:", item, "report: {}")],
    ["mirrors: &all []\n", lines("mirrors: &all", item)],
    ["mirrors:\n", lines("mirrors:", item)],
    ["mirrors:", `mirrors:\n${item}`],
    ["mirrors: # x\n  # - nginx\n", lines("mirrors: # x", item, "  # - nginx")],
    ["mirrors: ~\n", lines("mirrors:", item)],
    ["", lines("mirrors:", item)],
    ["report: {}\n# end\n", lines("report: {}", "mirrors:", item, "# end")],
    [
      lines("defaults:", "    on-change: keep", "mirrors: []"),
      lines("defaults:", "    on-change: keep", "mirrors:", `  ${item}`),
    ],
    [
      lines("mirrors: []", "defaults:", "  tags:", "  - '7'"),
      lines("mirrors:", item, "defaults:", "  tags:", "  - '7'"),
    ],
  ])("%j", (before, after) => {
    expect(bodyOf(before, REDIS)).toBe(after);
  });
});
