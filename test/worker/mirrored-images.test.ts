import { describe, expect, it } from "vitest";
import { mirroredImages } from "../../src/worker/mirrored-images.ts";
import { digest, image } from "../cli/reports.ts";

it.each([
  ["was copied", image(), true],
  ["was there already", image({ action: "up-to-date", result: "skipped" }), true],
  ["failed", image({ result: "failed" }), false],
  ["was kept from being overwritten", image({ action: "blocked", result: "skipped" }), false],
  ["has a digest that nobody knows", image({ digest: null }), false],
])("of an image that %s", (_, report, isRemembered) => {
  const remembered = {
    repository: 7,
    source: "docker.io/library/redis:7",
    destination: "ghcr.io/acme/redis:7",
    sourceDigest: digest("77ce"),
    destinationDigest: digest("77ce"),
    platforms: "all",
  };
  expect(mirroredImages(7, [report], [], () => "all")).toEqual(isRemembered ? [remembered] : []);
});

describe("of an image that `on-change: keep` has left alone", () => {
  const kept = image({
    action: "up-to-date",
    result: "skipped",
    isKept: true,
    sourceDigest: digest("9f21"),
    digest: digest("77ce"),
  });
  const brought = {
    repository: 7,
    source: kept.source,
    destination: kept.destination,
    sourceDigest: digest("77ce"),
    destinationDigest: digest("77ce"),
    platforms: "all",
    firstSeen: new Date(0),
    lastVerified: new Date(0),
  };

  it.each([
    ["what was brought there before, that", [brought], [brought]],
    ["somebody else's, nothing", [{ ...brought, destinationDigest: digest("c") }], []],
    ["older than the mirror, nothing", [], []],
  ])("and that is %s is remembered", (_, known, remembered) => {
    expect(mirroredImages(7, [kept], known, () => "all")).toEqual(remembered);
  });
});
