import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import type { View } from "../../src/publish/look/look.ts";
import { packagesToSee, visibilityNotices } from "../../src/publish/visibility-notices.ts";
import type { ImageReport } from "../../src/reconcile/report.ts";
import { image } from "../cli/reports.ts";

const DIGEST = `sha256:${"a".repeat(64)}` as const;
const PLACE = { registry: "ghcr.io", owner: "Acme" };
const REDIS = "ghcr.io/acme/redis:7";

const there = (destination: string, more: Partial<ImageReport> = {}) =>
  image({ destination, digest: DIGEST, result: "done", action: "copy", ...more });

/** After one image of `redis` was published by an entry with these settings, and seen so. */
function noticesOf(settings: string, known: readonly string[], view: View) {
  const { config } = parseConfig(`version: 1\nmirrors: [{ source: redis:7${settings} }]\n`);
  const { entries = [] } = config ?? {};
  const packages = packagesToSee({ entries, place: PLACE, images: [there(REDIS)], known });
  return visibilityNotices(packages, new Map([[REDIS, view]]));
}

const OLD = ["ghcr.io/acme/redis:6"];
const PUBLIC = ", visibility: public";
const PRIVATE = ", visibility: private";

describe("the visibility of a package", () => {
  it.each<[what: string, settings: string, known: readonly string[], view: View, notice: object | undefined]>(
    [
      ["new and private, and nobody said so", "", [], "hidden", { wanted: undefined, found: "private" }],
      ["new and public, and nobody said so", "", [], "same", undefined],
      ["known and private, and nobody said so", "", OLD, "hidden", undefined],
      ["not as public as wanted", PUBLIC, [], "hidden", { wanted: "public", found: "private" }],
      ["still not as public as wanted", PUBLIC, OLD, "hidden", { wanted: "public", found: "private" }],
      ["as public as wanted", PUBLIC, [], "same", undefined],
      ["as public as wanted, though the tag has moved on", PUBLIC, [], "other", undefined],
      ["as private as wanted", PRIVATE, [], "hidden", undefined],
      ["not as private as wanted", PRIVATE, OLD, "other", { wanted: "private", found: "public" }],
      ["not seen", PUBLIC, [], "unknown", undefined],
    ],
  )("%s", (_, settings, known, view, notice) => {
    const expected = notice ? [{ kind: "visibility", package: "ghcr.io/acme/redis", ...notice }] : [];
    expect(noticesOf(settings, known, view)).toEqual(expected);
  });
});

describe("the packages to see", () => {
  it("are those that are there, each once", () => {
    const images = [
      there("ghcr.io/acme/a:1", { result: "failed" }),
      there("ghcr.io/acme/a:2", { result: "skipped", action: "up-to-date" }),
      there("ghcr.io/acme/a:3"),
      there("ghcr.io/acme/b:1", { digest: null }),
      there("ghcr.io/acme/c:1", { result: "skipped", action: "copy" }),
      there(`ghcr.io/acme/d@${DIGEST}`),
    ];
    const packages = packagesToSee({ entries: [], place: PLACE, images, known: [] });
    expect(packages.map(({ name, claim }) => [name, claim.destination])).toEqual([
      ["ghcr.io/acme/a", "ghcr.io/acme/a:2"],
      ["ghcr.io/acme/d", `ghcr.io/acme/d@${DIGEST}`],
    ]);
  });

  it("are a hundred at most", () => {
    const images = Array.from({ length: 120 }, (_, index) => there(`ghcr.io/acme/p${index}:1`));
    expect(packagesToSee({ entries: [], place: PLACE, images, known: [] })).toHaveLength(100);
  });
});
