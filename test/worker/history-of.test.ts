import { describe, expect, it } from "vitest";
import type { MirroredImage } from "../../src/jobs/state.ts";
import type { Desired } from "../../src/plan/desired.ts";
import { desiredImages } from "../../src/plan/desired.ts";
import { type HistoryParts, historyOf } from "../../src/worker/history-of.ts";
import { digest } from "../cli/reports.ts";
import { entriesOf } from "../plan/entry.ts";

const DAY = 24 * 3_600_000;
const NOW = 1_000 * DAY;
const PLACE = { registry: "ghcr.io", owner: "acme" };
const [REDIS] = entriesOf("{source: docker.io/library/redis, tags: ['7'], verify-every: 8d}");

function mirrored(destination: string, rest: Partial<MirroredImage> = {}): MirroredImage {
  return {
    repository: 7,
    source: "docker.io/library/redis:7",
    destination,
    sourceDigest: digest("77ce"),
    destinationDigest: digest("77ce"),
    platforms: "all",
    firstSeen: new Date(0),
    lastVerified: new Date(NOW - DAY),
    ...rest,
  };
}

function redis(): Desired {
  const [desired] = REDIS ? desiredImages(REDIS, [{ tag: "7" }], PLACE) : [];
  if (!desired) throw new Error("no image");
  return desired;
}

function history(images: readonly MirroredImage[], rest: Partial<HistoryParts> = {}) {
  return historyOf({
    images,
    place: PLACE,
    others: [],
    trust: "recent",
    isInsisted: false,
    now: NOW,
    ...rest,
  });
}

describe("a destination", () => {
  it.each([
    ["is believed for three quarters of `verify-every` at least", 6 * DAY - 1, true],
    ["is not believed after `verify-every`", 8 * DAY, false],
    ["is not believed where it was seen in a future as far away: the clock was set back", -8 * DAY, false],
  ])("%s", (_, age, isTrusted) => {
    const seen = mirrored("ghcr.io/acme/redis:7", { lastVerified: new Date(NOW - age) });
    expect(history([seen]).isTrusted(redis())).toBe(isTrusted);
  });

  it("is looked at where somebody has asked, or pushed", () => {
    const images = [mirrored("ghcr.io/acme/redis:7")];
    expect(history(images, { trust: "nothing" }).isTrusted(redis())).toBe(false);
    expect(history(images, { trust: "nothing" }).last(redis())?.digest).toBe(digest("77ce"));
  });

  it("has no past where a person insists: what somebody else has put there is overwritten", () => {
    expect(history([mirrored("ghcr.io/acme/redis:7")], { isInsisted: true }).last(redis())).toBeUndefined();
  });
});

describe("what was brought for a repository", () => {
  it("is what is below the owner, less what other entries have brought there", () => {
    const others = entriesOf("{source: docker.io/library/redis, to: cache}");
    const images = [
      mirrored("ghcr.io/acme/redis:7"),
      mirrored("ghcr.io/acme/cache:7"),
      mirrored("ghcr.io/other/redis:7"),
      mirrored("ghcr.io/acme/odd:7", { destinationDigest: "no digest" }),
    ];
    expect(history(images, { others }).all.map(({ destination }) => destination)).toEqual([
      "ghcr.io/acme/redis:7",
    ]);
  });
});
