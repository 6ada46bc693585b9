import { describe, expect, it } from "vitest";
import { parseVersion } from "../../../src/plan/versions/parse-version.ts";

/** `numbers prerelease suffix`, a dash for none. */
function show(tag: string): string {
  const version = parseVersion(tag);
  if (!version) return "none";
  return [version.numbers, version.prerelease, [version.suffix]]
    .map((part) => part.join(".") || "–")
    .join(" ");
}

describe("parseVersion", () => {
  it.each([
    // regclient, internal/semver/semver_test.go.
    ["1.2.3", "1.2.3 – –"],
    ["v1.2.3", "1.2.3 – –"],
    ["1.2.3-rc1", "1.2.3 rc.1 –"],
    ["v1.2.3-beta.1", "1.2.3 beta.1 –"],
    ["1", "1 – –"],
    ["1.2", "1.2 – –"],
    ["0.0.0", "0.0.0 – –"],
    ["10.0.17763.2114", "10.0.17763.2114 – –"],
    ["abc", "none"],
    ["", "none"],
    // Variants are no prereleases.
    ["1.2.3-alpine3.20", "1.2.3 – -alpine3.20"],
    ["1.18.0-ent", "1.18.0 – -ent"],
    ["1.18.0-ent.hsm", "1.18.0 – -ent.hsm"],
    ["22-alpine", "22 – -alpine"],
    ["3.12.4-slim-bookworm", "3.12.4 – -slim-bookworm"],
    ["9.0.1-windowsservercore-ltsc2022", "9.0.1 – -windowsservercore-ltsc2022"],
    ["8.0.6-nanoserver-1809", "8.0.6 – -nanoserver-1809"],
    ["8.0.6-jammy-chiseled-arm64v8", "8.0.6 – -jammy-chiseled-arm64v8"],
    ["1.2.3-debian-12-r4", "1.2.3 – -debian-12-r4"],
    ["1.2.3-1", "1.2.3 – -1"],
    ["1.2.3_4", "1.2.3 – _4"],
    ["2.7.0-20240501", "2.7.0 – -20240501"],
    ["3.1.0.Final", "3.1.0 – .Final"],
    ["21.0.3_9-jre", "21.0.3 – _9-jre"],
    ["1.2.3-5-g1a2b3c4", "1.2.3 – -5-g1a2b3c4"],
    ["1.2.3-devtools", "1.2.3 – -devtools"],
    ["1.2.3-precise", "1.2.3 – -precise"],
    ["1.2.3-m", "1.2.3 – -m"],
    // Prereleases, with and without what they are written with.
    ["1.18.0-rc1-ubi", "1.18.0 rc.1 -ubi"],
    ["3.13.0rc2", "3.13.0 rc.2 –"],
    ["3.14.0a1", "3.14.0 a.1 –"],
    ["3.14.0b3-slim", "3.14.0 b.3 -slim"],
    ["3.14-rc", "3.14 rc –"],
    ["3.14-rc-alpine3.20", "3.14 rc -alpine3.20"],
    ["8.0-rc-alpine", "8.0 rc -alpine"],
    ["5.0.0-M1", "5.0.0 m.1 –"],
    ["5.0.0.CR2", "5.0.0 cr.2 –"],
    ["1.2.3-RC.10", "1.2.3 rc.10 –"],
    ["9.0.100-preview.7", "9.0.100 preview.7 –"],
    ["8.0.0-rc.2.23502.2", "8.0.0 rc.2.23502.2 –"],
    ["1.2.3-SNAPSHOT", "1.2.3 snapshot –"],
    ["1.2.3-nightly.20240501", "1.2.3 nightly.20240501 –"],
    ["1.2.3-dev", "1.2.3 dev –"],
    ["1.2.3-alpine-rc1", "1.2.3 rc.1 -alpine"],
    ["19.0.0-ent-beta.2", "19.0.0 beta.2 -ent"],
    // Dates.
    ["2024.05.1", "2024.5.1 – –"],
    ["20240501", "20240501 – –"],
    ["2024-05-01", "2024 – -05-01"],
    ["20240501123456", "20240501123456 – –"],
    // No versions.
    ["latest", "none"],
    ["ltsc2022", "none"],
    ["windowsservercore-1809", "none"],
    ["RELEASE.2024-05-01T01-11-10Z", "none"],
    ["8u292-jdk", "none"],
    ["1.1.1k", "none"],
    ["12b4567", "none"],
    ["1e5a2b7", "none"],
    ["v", "none"],
    ["1.", "none"],
    ["1..2", "none"],
    ["1.2.3.4.5", "none"],
    ["1.2.3-", "none"],
    ["1.2.3+build", "none"],
    ["version-1.2.3", "none"],
    ["9".repeat(16), "none"],
    ["1.2.3-a b", "none"],
    ["1.2.3\n", "none"],
    [`1.2.3-${"a".repeat(128)}`, "none"],
  ])("%s: %s", (tag, expected) => {
    expect(show(tag)).toBe(expected);
  });
});
