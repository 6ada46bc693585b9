import { describe, expect, it } from "vitest";
import { groupLines } from "../../../src/plan/versions/group-lines.ts";
import { tableOf } from "../entry.ts";

describe("groupLines", () => {
  it("sorts tags by suffix, and versions by age", () => {
    const tags = [
      ...["latest", "7", "7.4", "7.4.1", "7.2.6", "7.10.0", "v7.10", "8.0-rc", "8.0-rc1", "edge"],
      ...["7-slim", "7.4.1-slim", "7.4.1-alpine", "7.2.6-alpine", "7.10.0-alpine"],
    ];
    expect(groupLines(tableOf(...tags))).toEqual({
      lines: [
        { suffix: "", tags: 8, versions: ["7.10.0", "7.4.1", "7.2.6"], prereleases: ["8.0-rc1"] },
        {
          suffix: "-alpine",
          tags: 3,
          versions: ["7.10.0-alpine", "7.4.1-alpine", "7.2.6-alpine"],
          prereleases: [],
        },
        { suffix: "-slim", tags: 2, versions: ["7.4.1-slim"], prereleases: [] },
      ],
      others: ["latest", "edge"],
    });
  });

  it("names a version once, by what says most", () => {
    const { lines } = groupLines(tableOf("v1.2.0", "1.2.0", "1.2.0.0", "3", "3-a", "3-b"));
    expect(lines.map(({ suffix, versions }) => [suffix, versions])).toEqual([
      ["", ["3", "1.2.0.0"]],
      ["-a", ["3-a"]],
      ["-b", ["3-b"]],
    ]);
  });

  it("has nothing of nothing", () => {
    expect(groupLines(tableOf())).toEqual({ lines: [], others: [] });
  });
});
