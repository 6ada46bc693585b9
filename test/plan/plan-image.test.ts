import { describe, expect, it } from "vitest";
import type { Digest } from "../../src/oci/digest.ts";
import { formatReference } from "../../src/oci/reference.ts";
import type { Observed } from "../../src/plan/observed.ts";
import { UNOBSERVED } from "../../src/plan/observed.ts";
import { planImage } from "../../src/plan/plan-image.ts";
import { desiredBy } from "./entry.ts";

const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const [NEW, OLD, STRIPPED] = [digest("a"), digest("b"), digest("c")];
const absent = { absent: true } as const;
const missing = { missing: true } as const;
const denied = { problem: { code: "DENIED", side: "destination", message: "no" } } as const;
const unauthorized = { problem: { code: "UNAUTHORIZED", side: "source", message: "who?" } } as const;

const plain = "redis:7";
const keep = "{ source: redis:7, on-change: keep }";
const backup = "{ source: redis:7, on-change: backup }";
const subset = "{ source: redis:7, platforms: [linux/arm64/v8, linux/amd64] }";
const pinned = `redis:7@${NEW}`;
const bare = `redis@${NEW}`;
const origin = { digest: NEW, platforms: "linux/amd64,linux/arm64" };

/** Plans the one image of `item`. */
function plan(
  item: string,
  source: Observed["source"],
  destination: Observed["destination"],
  content?: Observed["content"],
  more: Partial<Observed> = {},
) {
  const [desired] = desiredBy([item]);
  if (!desired) throw new Error("the entry selects nothing");
  return planImage(desired, { source, destination, ...(content && { content }), ...more });
}

describe("what is to be done", () => {
  it.each<
    [
      item: string,
      source: Observed["source"],
      destination: Observed["destination"],
      action: string,
      reason: string,
    ]
  >([
    [plain, { digest: NEW }, { digest: NEW }, "up-to-date", "source and destination agree"],
    [plain, { digest: NEW }, absent, "copy", "new at the destination"],
    [plain, { digest: NEW }, { digest: OLD }, "update", "the source moved"],
    [keep, { digest: NEW }, { digest: NEW }, "up-to-date", "source and destination agree"],
    [keep, { digest: NEW }, absent, "copy", "new at the destination"],
    [
      keep,
      { digest: NEW },
      { digest: OLD },
      "up-to-date",
      "kept as it is (on-change: keep), though the source moved",
    ],
    [
      keep,
      missing,
      { digest: OLD },
      "up-to-date",
      "the source no longer has it; it is kept as it was brought",
    ],
    [backup, { digest: NEW }, { digest: NEW }, "up-to-date", "source and destination agree"],
    [backup, { digest: NEW }, absent, "copy", "new at the destination"],
    [
      backup,
      { digest: NEW },
      { digest: OLD },
      "update",
      "the source moved; the old digest is kept as 7-bbbbbbbbbbbb",
    ],

    // A digest in the config needs no look at the source to be known.
    [pinned, missing, { digest: NEW }, "up-to-date", "source and destination agree"],
    [pinned, unauthorized, { digest: NEW }, "up-to-date", "source and destination agree"],
    [pinned, { digest: NEW }, { digest: OLD }, "update", "the config pins another digest"],
    [pinned, { digest: NEW }, absent, "copy", "new at the destination"],
    [bare, { digest: NEW }, { digest: NEW }, "up-to-date", "source and destination agree"],
    [bare, { digest: NEW }, absent, "copy", "new at the destination"],

    // A subset of platforms is a stripped index that says where it comes from, or an image copied as it is.
    [subset, { digest: NEW }, { digest: STRIPPED, origin }, "up-to-date", "source and destination agree"],
    [subset, { digest: NEW }, { digest: NEW }, "up-to-date", "source and destination agree"],
    [
      subset,
      { digest: OLD },
      { digest: STRIPPED, origin },
      "update",
      "the source moved; stripped to linux/amd64,linux/arm64, with a digest of its own",
    ],
    [
      subset,
      { digest: NEW },
      { digest: STRIPPED, origin: { ...origin, platforms: "linux/amd64" } },
      "update",
      "the wanted platforms changed; stripped to linux/amd64,linux/arm64, with a digest of its own",
    ],
    [
      subset,
      { digest: NEW },
      { digest: NEW, hasSurplus: true },
      "update",
      "the wanted platforms changed; stripped to linux/amd64,linux/arm64, with a digest of its own",
    ],
    [
      subset,
      { digest: NEW },
      { digest: OLD },
      "update",
      "the source moved; stripped to linux/amd64,linux/arm64, with a digest of its own",
    ],
    [
      subset,
      { digest: NEW },
      absent,
      "copy",
      "new at the destination; stripped to linux/amd64,linux/arm64, with a digest of its own",
    ],
    [
      subset.replace("}", ", on-change: keep }"),
      { digest: OLD },
      { digest: STRIPPED, origin },
      "up-to-date",
      "kept as it is (on-change: keep), though the source moved",
    ],
    [
      subset.replace("}", ", on-change: backup }"),
      { digest: OLD },
      { digest: STRIPPED, origin },
      "update",
      "the source moved; the old digest is kept as 7-cccccccccccc; stripped to linux/amd64,linux/arm64, with a digest of its own",
    ],
    [plain, { digest: NEW }, { digest: STRIPPED, origin }, "update", "the wanted platforms changed"],
  ])("%s, source %j, destination %j: %s", (item, source, destination, action, reason) => {
    const planned = plan(item, source, destination);
    expect(planned).toMatchObject({ action, reason });
    expect(planned.isKept ?? false).toBe(reason.startsWith("kept"));
    expect(planned.problem).toBeUndefined();
  });

  it.each<
    [
      item: string,
      source: Observed["source"],
      destination: Observed["destination"],
      code: string,
      side: string,
    ]
  >([
    [plain, missing, absent, "MANIFEST_UNKNOWN", "source"],
    [keep, missing, absent, "MANIFEST_UNKNOWN", "source"],
    [pinned, missing, { digest: OLD }, "MANIFEST_UNKNOWN", "source"],
    [plain, unauthorized, absent, "UNAUTHORIZED", "source"],
    [plain, unauthorized, { digest: OLD }, "UNAUTHORIZED", "source"],
    [keep, unauthorized, { digest: OLD }, "UNAUTHORIZED", "source"],
    [plain, { digest: NEW }, denied, "DENIED", "destination"],
    [plain, unauthorized, denied, "DENIED", "destination"],
    [bare, { digest: NEW }, denied, "DENIED", "destination"],
  ])("%s, source %j, destination %j: %s", (item, source, destination, code, side) => {
    const planned = plan(item, source, destination);
    expect(planned).toMatchObject({ action: "copy", bytes: 0, pulls: 0, problem: { code, side } });
    expect(planned.reason).toBe(planned.problem?.message);
  });

  it("names the image that the source does not have", () => {
    expect(plan(plain, missing, absent).problem?.message).toBe(
      "docker.io/library/redis:7 does not exist, or may not be seen",
    );
  });

  it("is nothing for a blocked image, whatever is found", () => {
    const [desired] = desiredBy(["{ source: redis, to: quay.io/x/redis }"]);
    for (const observed of [UNOBSERVED, { source: { digest: NEW }, destination: { digest: NEW } }]) {
      expect(desired && planImage(desired, observed)).toMatchObject({
        action: "blocked",
        problem: { code: "DESTINATION_REGISTRY" },
        bytes: 0,
      });
    }
  });
});

describe("what the source no longer has", () => {
  it.each([plain, keep, backup, "{ source: redis:7, on-drift: restore }", subset])("is kept: %s", (item) => {
    const planned = plan(item, missing, { digest: OLD });
    expect(planned).toMatchObject({
      action: "up-to-date",
      isVanished: true,
      digest: OLD,
      previousDigest: OLD,
    });
    expect([planned.isKept, planned.problem]).toEqual([undefined, undefined]);
  });

  it("is a failure where it is pinned, or not there", () => {
    expect(plan(pinned, missing, { digest: OLD })).toMatchObject({ problem: { code: "MANIFEST_UNKNOWN" } });
    expect(plan(plain, missing, absent)).toMatchObject({ problem: { code: "MANIFEST_UNKNOWN" } });
  });
});

describe("what somebody else has changed", () => {
  const restore = "{ source: redis:7, on-drift: restore }";
  const OTHER = digest("d");
  const last = { digest: OLD, sourceDigest: OLD };
  const changed = "somebody else has changed it at the destination";

  it.each<[item: string, held: Observed["destination"], action: string, reason: string]>([
    [plain, { digest: OTHER }, "up-to-date", `left as it is (on-drift: report), though ${changed}`],
    [restore, { digest: OTHER }, "update", changed],
    [
      "{ source: redis:7, on-drift: restore, on-change: backup }",
      { digest: OTHER },
      "update",
      `${changed}; the old digest is kept as 7-dddddddddddd`,
    ],
    [
      "{ source: redis:7, on-drift: restore, on-change: keep }",
      { digest: OTHER },
      "up-to-date",
      `kept as it is (on-change: keep), though ${changed}`,
    ],
    [keep, { digest: OTHER }, "up-to-date", `left as it is (on-drift: report), though ${changed}`],
    [plain, { digest: OLD }, "update", "the source moved"],
    [plain, { digest: NEW }, "up-to-date", "source and destination agree"],
    [plain, absent, "copy", "gone from the destination"],
  ])("%s, held %j: %s, %s", (item, held, action, reason) => {
    const planned = plan(item, { digest: NEW }, held, undefined, { last });
    expect(planned).toMatchObject({ action, reason });
    expect(planned.isDrifted ?? false).toBe(reason.startsWith("left"));
  });

  it("is left alone also where the source has not moved", () => {
    const planned = plan(plain, { digest: OLD }, { digest: OTHER }, undefined, { last });
    expect(planned).toMatchObject({ action: "up-to-date", isDrifted: true, digest: OTHER });
  });

  it("is a stripped index by its own digest", () => {
    const held = { digest: STRIPPED, origin: { ...origin, digest: OLD } };
    const brought = { last: { digest: STRIPPED, sourceDigest: OLD } };
    expect(plan(subset, { digest: NEW }, held, undefined, brought)).toMatchObject({ action: "update" });
  });

  it("is nothing that anybody knows of without a history", () => {
    expect(plan(plain, { digest: NEW }, { digest: OTHER })).toMatchObject({ action: "update" });
  });
});

describe("what is too young", () => {
  const until = Date.UTC(2026, 9, 4, 12);
  const eligible = "too young for min-age: eligible from 2026-10-04T12:00:00Z";

  it.each<[destination: Observed["destination"], until: number | undefined, reason: string]>([
    [absent, until, eligible],
    [{ digest: OLD }, until, `${eligible}; until then the destination keeps what it has`],
    [absent, undefined, "held back by min-age: nobody knows since when it has been as it is"],
  ])("waits: destination %j, until %s", (destination, until, reason) => {
    const tooYoung = until === undefined ? {} : { until };
    const planned = plan(plain, { digest: NEW }, destination, undefined, { tooYoung });
    const held = "digest" in destination ? destination.digest : null;
    expect(planned).toMatchObject({ action: "wait", reason, digest: held, bytes: 0, pulls: 0 });
    expect(planned.until).toBe(until);
    expect(planned.backup).toBeUndefined();
  });

  it("does not wait for what is there, or kept as it is", () => {
    const tooYoung = { until };
    expect(plan(plain, { digest: NEW }, { digest: NEW }, undefined, { tooYoung }).action).toBe("up-to-date");
    expect(plan(keep, { digest: NEW }, { digest: OLD }, undefined, { tooYoung }).isKept).toBe(true);
  });
});

describe("what is believed", () => {
  it("is said, with what it is believed for", () => {
    expect(plan(plain, { digest: NEW }, { digest: NEW }, undefined, { isBelieved: true })).toMatchObject({
      action: "up-to-date",
      isBelieved: true,
      reason: "the source is as it was when it was brought",
    });
    expect(plan(plain, { digest: NEW }, { digest: NEW }).isBelieved).toBeUndefined();
  });
});

describe("what is known of it", () => {
  const content = { manifests: 3, bytes: 1000, platforms: ["linux/amd64", "linux/arm64"] };
  const nothing = { bytes: 0, pulls: 0, platforms: [] };
  const everything = { bytes: 1000, pulls: 3, platforms: content.platforms };

  it.each<[item: string, source: Observed["source"], destination: Observed["destination"], expected: object]>(
    [
      [plain, { digest: NEW }, { digest: NEW }, { digest: NEW, previousDigest: NEW, ...nothing }],
      [plain, { digest: NEW }, absent, { digest: NEW, previousDigest: null, ...everything }],
      [plain, { digest: NEW }, { digest: OLD }, { digest: NEW, previousDigest: OLD, ...everything }],
      [keep, { digest: NEW }, { digest: OLD }, { digest: OLD, previousDigest: OLD, ...nothing }],
      [subset, { digest: NEW }, absent, { digest: null, previousDigest: null, ...everything }],
      [
        subset,
        { digest: NEW },
        { digest: STRIPPED, origin },
        { digest: STRIPPED, previousDigest: STRIPPED, ...nothing },
      ],
      [plain, missing, { digest: OLD }, { digest: OLD, previousDigest: OLD, ...nothing }],
      [plain, missing, absent, { digest: null, previousDigest: null, ...nothing }],
      [plain, { digest: NEW }, denied, { digest: null, previousDigest: null, ...nothing }],
    ],
  )("%s, source %j, destination %j", (item, source, destination, expected) => {
    expect(plan(item, source, destination, content)).toMatchObject(expected);
  });

  it("costs nothing known before the source was surveyed", () => {
    expect(plan(plain, { digest: NEW }, absent)).toMatchObject(nothing);
  });

  it("includes where the old digest is kept, only when it is to be replaced", () => {
    const replaced = plan(backup, { digest: NEW }, { digest: OLD }).backup;
    expect(replaced && formatReference(replaced)).toBe("ghcr.io/acme/redis:7-bbbbbbbbbbbb");
    expect(plan(backup, { digest: NEW }, absent).backup).toBeUndefined();
    expect(plan(plain, { digest: NEW }, { digest: OLD }).backup).toBeUndefined();
  });
});
