import { describe, expect, it } from "vitest";
import { compareVersions } from "../../../src/plan/versions/compare-versions.ts";
import { parseVersion } from "../../../src/plan/versions/parse-version.ts";

function order(a: string, b: string): number | undefined {
  const [one, other] = [parseVersion(a), parseVersion(b)];
  return one && other && Math.sign(compareVersions(one, other));
}

describe("compareVersions", () => {
  it.each([
    // regclient, internal/semver/semver_test.go.
    ["1.2.3", "1.2.3", 0],
    ["1.2.3", "2.2.3", -1],
    ["1.2.3", "1.3.3", -1],
    ["1.2.3", "1.2.4", -1],
    ["v1.2.3", "1.2.3", 0],
    ["1.2.3-rc1", "1.2.3", -1],
    ["1.2.3-alpha", "1.2.3-beta", -1],
    ["1.2.3-rc2", "1.2.3-rc11", -1],
    ["10.0.17763.2114", "10.0.17763.2114", 0],
    ["10.0.17763.2114", "10.0.17763.2115", -1],
    ["10.0.17763", "10.0.17763.0", 0],
    ["1.2.3", "1.2.3.1", -1],
    // semver 2.0.0, section 11.
    ["1.0.0-alpha", "1.0.0-alpha.1", -1],
    ["1.0.0-alpha.1", "1.0.0-beta", -1],
    ["1.0.0-beta.2", "1.0.0-beta.11", -1],
    ["1.0.0-beta.11", "1.0.0-rc.1", -1],
    ["3.14.0a7", "3.14.0b1", -1],
    ["3.14.0b4", "3.14.0rc1", -1],
    ["1.2.3-rc.1", "1.2.3-RC1", 0],
    ["1.2.3-alpine", "1.2.3", 0],
    ["1.2", "1.2.0", 0],
    ["2024.05.1", "2024.10.1", -1],
    ["2024.05.1", "2024.5.1", 0],
    ["1.9", "1.10", -1],
  ])("%s against %s: %i", (a, b, expected) => {
    expect(order(a, b)).toBe(expected);
    expect(order(b, a)).toBe(expected === 0 ? 0 : -expected);
  });
});
