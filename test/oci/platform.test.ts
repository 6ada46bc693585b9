import { describe, expect, it } from "vitest";
import {
  formatPlatform,
  matchesPlatform,
  normalizePlatform,
  PlatformError,
  parsePlatform,
} from "../../src/oci/platform.ts";

describe("parsePlatform", () => {
  it.each([
    // containerd/platforms, platforms_test.go. Its Parse keeps a variant as written; here the result is normalized.
    ["linux/arm64", { os: "linux", architecture: "arm64" }, "linux/arm64"],
    ["linux/arm64/v8", { os: "linux", architecture: "arm64" }, "linux/arm64"],
    ["linux/arm", { os: "linux", architecture: "arm", variant: "v7" }, "linux/arm/v7"],
    ["linux/arm/v6", { os: "linux", architecture: "arm", variant: "v6" }, "linux/arm/v6"],
    ["linux/arm/v7", { os: "linux", architecture: "arm", variant: "v7" }, "linux/arm/v7"],
    ["linux/armel", { os: "linux", architecture: "arm", variant: "v6" }, "linux/arm/v6"],
    ["linux/armhf", { os: "linux", architecture: "arm", variant: "v7" }, "linux/arm/v7"],
    ["linux/Aarch64", { os: "linux", architecture: "arm64" }, "linux/arm64"],
    ["Linux/x86_64", { os: "linux", architecture: "amd64" }, "linux/amd64"],
    ["linux/i386", { os: "linux", architecture: "386" }, "linux/386"],
    ["linux/s390x", { os: "linux", architecture: "s390x" }, "linux/s390x"],
    ["macOS/arm64", { os: "darwin", architecture: "arm64" }, "darwin/arm64"],
    ["windows()/amd64", { os: "windows", architecture: "amd64" }, "windows/amd64"],
    [
      "windows(10.0.17763)/amd64",
      { os: "windows", architecture: "amd64", "os.version": "10.0.17763" },
      "windows(10.0.17763)/amd64",
    ],
    [
      "windows(10.0.17763%2Bbuild.42)/amd64",
      { os: "windows", architecture: "amd64", "os.version": "10.0.17763+build.42" },
      "windows(10.0.17763%2Bbuild.42)/amd64",
    ],
    [
      "windows(50%25done)/amd64",
      { os: "windows", architecture: "amd64", "os.version": "50%done" },
      "windows(50%25done)/amd64",
    ],
    // Ours
    ["linux/amd64/v3", { os: "linux", architecture: "amd64", variant: "v3" }, "linux/amd64/v3"],
    ["linux/riscv64", { os: "linux", architecture: "riscv64" }, "linux/riscv64"],
    ["unknown/unknown", { os: "unknown", architecture: "unknown" }, "unknown/unknown"],
  ])("%s", (text, platform, formatted) => {
    expect(parsePlatform(text)).toEqual(platform);
    expect(formatPlatform(parsePlatform(text))).toBe(formatted);
    expect(parsePlatform(formatted)).toEqual(platform);
  });

  it.each([
    // containerd/platforms, platforms_test.go
    ["", "EMPTY"],
    ["/linux/arm", "OS"],
    ["linux/arm/", "COMPONENT"],
    ["linux /arm", "OS"],
    ["linux/&arm", "COMPONENT"],
    ["linux/arm/foo/bar", "PARTS"],
    ["*", "WILDCARD"],
    ["linux/*", "WILDCARD"],
    ["*/arm64", "WILDCARD"],
    // containerd fills these in from the machine it runs on; a mirror must not depend on that.
    ["linux", "PARTS"],
    ["arm", "PARTS"],
    ["windows(10.0.17763)", "PARTS"],
    // containerd reads OS features; no entry here can ask for them.
    ["linux(+gpu)/amd64", "FEATURES"],
    ["windows(10.0.17763+win32k)/amd64", "FEATURES"],
    // Ours
    ["linux/", "COMPONENT"],
    ["windows(%zz)/amd64", "OS"],
    ["windows(10/amd64", "OS"],
  ])("%j is refused as %s", (text, code) => {
    expect(refusal(text)).toMatchObject({ name: "PlatformError", code, input: text });
  });

  it("says how a platform is written", () => {
    expect(refusal("amd64").message).toBe(
      '"amd64" is not a platform: it is written os/architecture or os/architecture/variant, such as linux/amd64',
    );
    expect(refusal("linux//v8").message).toContain("an empty part is not a name");
  });
});

describe("formatPlatform", () => {
  it.each([
    // containerd/platforms, TestFormatAllEncoding
    ["1.0(beta)", "windows(1.0%28beta%29)/amd64"],
    ["a/b", "windows(a%2Fb)/amd64"],
    ["10.0.17763+build.42", "windows(10.0.17763%2Bbuild.42)/amd64"],
  ])("escapes the version %s", (version, formatted) => {
    const platform = { os: "windows", architecture: "amd64", "os.version": version };
    expect(formatPlatform(platform)).toBe(formatted);
    expect(parsePlatform(formatted)).toEqual(platform);
  });

  it("has a word for a platform that says nothing", () => {
    expect(formatPlatform({ os: "", architecture: "" })).toBe("unknown");
  });
});

describe("normalizePlatform", () => {
  it.each([
    // containerd/platforms, database.go
    ["amd64", "v1", "amd64", undefined],
    ["X86-64", "v1", "amd64", undefined],
    ["amd64", "v2", "amd64", "v2"],
    ["i386", "whatever", "386", undefined],
    ["aarch64", "8", "arm64", undefined],
    ["arm64", "v8.0", "arm64", undefined],
    ["arm64", "v8.1", "arm64", "v8.1"],
    ["arm64", "9.0", "arm64", "v9"],
    ["arm64", "V9.0", "arm64", "v9"],
    ["armhf", "v5", "arm", "v7"],
    ["armel", undefined, "arm", "v6"],
    ["arm", undefined, "arm", "v7"],
    ["arm", "5", "arm", "v5"],
    ["arm", "8", "arm", "v8"],
  ])("%s/%s is %s/%s", (architecture, variant, expectedArchitecture, expectedVariant) => {
    const normalized = normalizePlatform({ os: "Linux", architecture, ...(variant && { variant }) });
    expect(normalized).toEqual({
      os: "linux",
      architecture: expectedArchitecture,
      ...(expectedVariant && { variant: expectedVariant }),
    });
  });
});

describe("matchesPlatform", () => {
  const others = ["linux/amd64", "linux/386", "windows/amd64", "windows/arm", "linux/ppc64le"];
  const arms = ["linux/arm/v4", "linux/arm/v5", "linux/arm/v6", "linux/arm/v7", "linux/arm/v8"];
  const arm64s = ["linux/arm64", "linux/arm64/v8.1", "linux/arm64/v9", "linux/arm64/v9.5"];
  const everything = [...others, ...arms, ...arm64s];

  // containerd/platforms, compare_test.go, TestOnlyStrict: what is not named beside a platform must not match it.
  it.each([
    ["linux/amd64", ["linux/amd64", "linux/amd64/v1", "linux/x86_64"]],
    ["linux/386", ["linux/386", "linux/i386"]],
    ["windows/amd64", ["windows/amd64", "windows(10.0.17763)/amd64"]],
    ["windows(10.0.17763)/amd64", ["windows/amd64", "windows(10.0.17763)/amd64"]],
    ["linux/arm/v8", ["linux/arm/v8"]],
    ["linux/arm/v7", ["linux/arm", "linux/arm/v7", "linux/armhf"]],
    ["linux/arm", ["linux/arm", "linux/arm/v7", "linux/arm/7"]],
    ["linux/arm/v6", ["linux/arm/v6", "linux/armel"]],
    ["linux/arm/v5", ["linux/arm/v5"]],
    ["linux/arm/v4", ["linux/arm/v4"]],
    ["linux/arm64/v9.5", ["linux/arm64/v9.5"]],
    ["linux/arm64/v9", ["linux/arm64/v9", "linux/arm64/v9.0"]],
    ["linux/arm64/v8.1", ["linux/arm64/v8.1"]],
    ["linux/arm64", ["linux/arm64", "linux/arm64/v8", "linux/aarch64"]],
  ])("%s is %j and nothing else", (wanted, same) => {
    const want = parsePlatform(wanted);
    for (const offered of same) expect(matchesPlatform(want, parsePlatform(offered)), offered).toBe(true);
    const normalized = new Set(same.map((text) => formatPlatform(parsePlatform(text))));
    for (const offered of everything.filter((text) => !normalized.has(text))) {
      expect(matchesPlatform(want, parsePlatform(offered)), offered).toBe(false);
    }
  });

  it.each([
    ["10.0.17763", "10.0.17763.6054", true],
    ["10.0.17763.6054", "10.0.17763.6054", true],
    ["10.0.17763", "10.0.20348.2527", false],
    ["10.0.1776", "10.0.17763.6054", false],
    ["10.0.17763.1", "10.0.17763.6054", false],
    [undefined, "10.0.20348.2527", true],
    ["10.0.17763", undefined, true],
  ])("the version %s takes %s: %s", (wanted, offered, expected) => {
    const windows = (version: string | undefined) => ({
      os: "windows",
      architecture: "amd64",
      ...(version && { "os.version": version }),
    });
    expect(matchesPlatform(windows(wanted), windows(offered))).toBe(expected);
  });

  it("takes platforms as images spell them, not only normalized ones", () => {
    const offered = { os: "Linux", architecture: "aarch64", variant: "v8" };
    expect(matchesPlatform({ os: "linux", architecture: "arm64" }, offered)).toBe(true);
  });
});

function refusal(text: string): PlatformError {
  try {
    parsePlatform(text);
  } catch (error) {
    if (error instanceof PlatformError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}
