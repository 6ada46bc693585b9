import { describe, expect, it } from "vitest";
import { compileRange } from "../../../src/plan/versions/compile-range.ts";
import { parseVersion } from "../../../src/plan/versions/parse-version.ts";

function check(range: string, tag: string, ask: "holds" | "mayHold"): boolean | undefined {
  const version = parseVersion(tag);
  return version && compileRange(range)[ask](version);
}

describe("compileRange", () => {
  it.each([
    // regclient, internal/semver/semver_test.go.
    [">=1.0.0", "1.0.0", true],
    [">=1.0.0", "1.5.0", true],
    [">=1.0.0", "0.9.0", false],
    ["<=2.0.0", "2.0.0", true],
    ["<=2.0.0", "2.1.0", false],
    [">1.0.0", "1.0.1", true],
    [">1.0.0", "1.0.0", false],
    ["<2.0.0", "1.9.9", true],
    ["<2.0.0", "2.0.0", false],
    ["=1.0.0", "1.0.0", true],
    ["=1.0.0", "1.0.1", false],
    [">=1.0.0 <2.0.0", "1.5.0", true],
    [">=1.0.0 <2.0.0", "2.0.0", false],
    [">=1.0.0 <2.0.0", "0.9.0", false],
    ["^1.2.3", "1.5.0", true],
    ["^1.2.3", "2.0.0", false],
    ["^1.2.3", "1.2.2", false],
    ["^0.2.3", "0.2.5", true],
    ["^0.2.3", "0.3.0", false],
    ["^0.0.3", "0.0.4", false],
    ["~1.2.3", "1.2.5", true],
    ["~1.2.3", "1.3.0", false],
    [">=1.0.0", "v1.5.0", true],
    [">=v1.0.0", "1.5.0", true],
    [">=1.0.0-rc1", "1.0.0-rc2", true],
    [">=1.0.0-rc1", "1.0.0", true],
    // What semver itself would say otherwise of, or refuse.
    [">=1.0.0-rc2", "1.0.0-rc10", true],
    ["<2", "2.0.0-rc1", false],
    ["<2.0.0", "2.0.0-rc1", true],
    [">=1.17", "1.17.0-rc1", true],
    [">=2024.5", "2024.05.1", true],
    ["1.2.3", "1.2.3.4", true],
    ["<=1.2.3", "1.2.3.4", true],
    [">1.2.3", "1.2.3.4", false],
    ["1.2 - 1.4", "1.4.9", true],
    ["1.x || >=3.1 <3.3", "3.2.7", true],
    ["1.x || >=3.1 <3.3", "2.0.0", false],
    ["*", "0.0.1", true],
    ["", "7", true],
    ["<0.0.0-0", "0.0.0", false],
  ])("%s holds %s: %s", (range, tag, expected) => {
    expect(check(range, tag, "holds")).toBe(expected);
  });

  it.each([
    [">=1.17.5", "1.17", true],
    [">=1.17.5", "1", true],
    [">=1.17.5", "1.16", false],
    ["<1.17", "1.17", false],
    ["<1.17.1", "1.17", true],
    [">1.17.0 <1.18.0", "1.17", true],
    ["1.17.3", "1.17", true],
    ["1.17.3", "1.18", false],
    [">=1.17.5", "1.17.4", false],
    [">=1.17.5", "1.17.5", true],
    ["*", "1", true],
  ])("%s may hold one below %s: %s", (range, tag, expected) => {
    expect(check(range, tag, "mayHold")).toBe(expected);
  });

  it("throws where it is no range", () => {
    expect(() => compileRange(">=abc")).toThrow(TypeError);
  });
});
