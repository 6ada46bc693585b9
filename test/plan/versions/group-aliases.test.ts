import { describe, expect, it } from "vitest";
import { groupAliases } from "../../../src/plan/versions/group-aliases.ts";
import { digestOf, tableOf } from "../entry.ts";

function aliasesOf(table: Parameters<typeof groupAliases>[0]): Record<string, string> {
  return Object.fromEntries(
    groupAliases(table).flatMap(({ name, aliasOf }) => (aliasOf === undefined ? [] : [[name, aliasOf]])),
  );
}

describe("groupAliases", () => {
  it.each<[what: string, tags: readonly string[], expected: Record<string, string>]>([
    ["three numbers", ["1", "1.2", "1.2.3", "1.2.4"], { "1": "1.2.4", "1.2": "1.2.4" }],
    ["whatever the order", ["1.10.0", "1", "1.9.9", "1.9"], { "1": "1.10.0", "1.9": "1.9.9" }],
    ["two numbers, as PostgreSQL's", ["17.5", "17", "16.9", "16"], { "17": "17.5", "16": "16.9" }],
    ["a short one that is the newest itself", ["1", "1.18", "1.17.5"], { "1": "1.18" }],
    [
      "each line",
      ["22", "22-alpine", "22.1.0-alpine", "22.0.0"],
      { "22": "22.0.0", "22-alpine": "22.1.0-alpine" },
    ],
    ["v or not", ["v1", "1.2.0", "v1.1.0"], { v1: "1.2.0" }],
    ["no prerelease", ["1.2", "1.2.0-rc1"], {}],
    [
      "prereleases by a word without a number",
      ["3.14-rc", "3.14.0rc1", "3.14.0b2"],
      { "3.14-rc": "3.14.0rc1" },
    ],
    [
      "prereleases that name as many numbers",
      ["8.0-rc", "8.0-rc1", "8.0-rc2", "8.0-M01", "8-rc"],
      { "8.0-rc": "8.0-rc2", "8-rc": "8.0-rc2" },
    ],
    ["not by one with a number", ["3.14-rc1", "3.14.0-rc2"], {}],
    ["four numbers", ["10.0", "10.0.17763.1", "10.0.17763.2", "10.0.17763"], { "10.0": "10.0.17763.2" }],
    ["what begins with the same digits", ["1", "10.0.0"], {}],
    ["alone", ["1", "2", "latest"], {}],
  ])("%s", (_what, tags, expected) => {
    expect(aliasesOf(tableOf(...tags))).toEqual(expected);
  });

  it("goes by digests where they are known", () => {
    const table = new Map(
      Object.entries({ "1.2": "b", "1.2.3": "c", "1.2.2": "b", "1": "x", "2": "y", "2.0.0": undefined }).map(
        ([tag, of]) => [tag, of === undefined ? {} : { digest: digestOf(of) }],
      ),
    );
    // `1` has the digest of no other and is a version by itself; of 2.0.0 nobody knows.
    expect(aliasesOf(table)).toEqual({ "1.2": "1.2.2", "2": "2.0.0" });
  });

  it("keeps the order, and what is no version", () => {
    const tags = ["latest", "1", "1.0.0", "edge"];
    expect(groupAliases(tableOf(...tags)).map(({ name }) => name)).toEqual(tags);
  });
});
