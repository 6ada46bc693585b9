import { expect, it } from "vitest";
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
  };
  expect(mirroredImages(7, [report])).toEqual(isRemembered ? [remembered] : []);
});
