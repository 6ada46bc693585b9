import { describe, expect, it } from "vitest";
import { narrow, sortScouted } from "../../../src/publish/actions/sort-scouted.ts";
import type { PublishOrder } from "../../../src/publish/publisher.ts";
import type { ImageReport } from "../../../src/reconcile/report.ts";
import { digest, image, report } from "../../cli/reports.ts";
import { publishOrder } from "../publish-order.ts";

const SAME: Partial<ImageReport> = { action: "up-to-date", result: "skipped" };
const HIDDEN = "ghcr.io/acme/hidden:7";

function failed(code: string, side: "source" | "destination" = "source"): Partial<ImageReport> {
  return { result: "failed", error: { code, side, message: "no" } };
}

describe("sortScouted", () => {
  it.each<[string, "settled" | "due", Partial<ImageReport>]>([
    ["is up to date", "settled", SAME],
    ["is believed to be", "settled", { ...SAME, isBelieved: true }],
    ["is kept", "settled", { ...SAME, isKept: true }],
    ["has drifted", "settled", { ...SAME, isDrifted: true }],
    ["has vanished", "settled", { ...SAME, isVanished: true }],
    ["is too young", "settled", { action: "wait", result: "skipped" }],
    [
      "is blocked",
      "settled",
      { action: "blocked", result: "skipped", ...failed("COLLISION", "destination") },
    ],
    ["does not exist", "settled", failed("MANIFEST_UNKNOWN")],
    ["has no repository", "settled", failed("NOT_FOUND")],
    ["is to be copied", "due", { action: "copy", result: "planned" }],
    ["is to be updated", "due", { action: "update", result: "planned" }],
    ["waits for the App's pulls", "due", { action: "copy", result: "deferred" }],
    ["was up to date when it was last seen, and nobody may look", "due", { ...SAME, destination: HIDDEN }],
    ["does not exist, wherever it was to go", "settled", { ...failed("NOT_FOUND"), destination: HIDDEN }],
    ["is too young, wherever it is to go", "settled", { action: "wait", destination: HIDDEN }],
    ["is private", "due", failed("UNAUTHORIZED")],
    ["is forbidden", "due", failed("DENIED")],
    ["is in a private network", "due", failed("FORBIDDEN_ADDRESS")],
    ["is limited for us", "due", failed("TOO_MANY_REQUESTS")],
    ["is at a registry that is down", "due", failed("UNAVAILABLE")],
    ["goes to a registry that is down", "due", failed("NOT_FOUND", "destination")],
    ["there was no time for", "due", { action: "copy", result: "skipped", ...failed("CANCELED") }],
  ])("takes what %s for %s", (_, kind, changes) => {
    const one = image({ bytes: 0, ...changes });
    const sorted = sortScouted({ report: report([one]), hidden: new Set([HIDDEN]) }, { removable: [] });
    expect(sorted).toEqual({ settled: [], due: [], remove: [], [kind]: [one] });
  });

  it("deletes what has left still, as it was brought, and backups; nothing that is named again", () => {
    const left = (tag: string, kind: "left" | "backup" = "left", hex = tag) =>
      ({ destination: `ghcr.io/acme/redis:${tag}`, digest: digest(hex), kind }) as const;
    const departed = ["1", "2"].map((tag) => ({ ...left(tag), source: "", why: "" }));
    const seen = { ...report([image({ destination: "ghcr.io/acme/redis:7-5" })]), departed };
    const removable = [
      left("1"),
      left("2", "left", "b"),
      left("3"),
      left("7-4", "backup"),
      left("7-5", "backup"),
    ];
    const { remove } = sortScouted({ report: seen, hidden: new Set() }, { removable });
    expect(remove).toEqual([left("1"), left("7-4", "backup")]);
  });
});

describe("narrow", () => {
  const ORDER = publishOrder("- redis:7\n- { source: vault, tags: ['1.*'], min-age: 3d }");
  const redis = image({ result: "planned", line: 3 });
  const vault = image({
    source: "docker.io/library/vault:1.18",
    destination: "ghcr.io/acme/vault:1.18",
    result: "planned",
    sourceDigest: digest("a"),
    line: 4,
  });
  const unlisted = image({ ...vault, ...failed("DENIED"), source: "docker.io/library/vault:1.*" });
  const settled = [image({ ...SAME, source: "docker.io/library/redis:6" })];
  const PIN = `docker.io/library/vault:1.18@${digest("a")}`;

  it.each<[string, Partial<PublishOrder>, Partial<Record<"settled" | "due", ImageReport[]>>, object]>([
    ["the names of what is due", {}, { settled, due: [redis] }, { only: [redis.source], cleared: [] }],
    ["all, where all of it is due", {}, { due: [redis] }, { only: [], cleared: [] }],
    ["what was asked for, likewise", { only: ["*"] }, { due: [redis] }, { only: ["*"] }],
    [
      "what is old enough",
      {},
      { due: [redis, vault] },
      { only: [redis.source, vault.source], cleared: [PIN] },
    ],
    [
      "each name once",
      {},
      { settled, due: [redis, image({ ...redis, destination: "x" })] },
      { only: [redis.source] },
    ],
    [
      "a glob for a list that was denied",
      {},
      { settled, due: [unlisted] },
      { only: [unlisted.source], cleared: [] },
    ],
    [
      "no more than was asked for then",
      { only: ["*/vault:1.1*"] },
      { settled, due: [unlisted] },
      { only: ["*/vault:1.1*"] },
    ],
    ["nothing", {}, { settled }, { only: ["-"], cleared: [] }],
  ])("leaves %s", (_, more, sorted, expected) => {
    const narrowed = narrow({ ...ORDER, ...more }, { settled: [], due: [], remove: [], ...sorted });
    expect(narrowed).toMatchObject({ ...expected, removable: [], remove: [] });
  });

  it("clears nothing that could not be seen", () => {
    const denied = image({ ...vault, ...failed("DENIED", "destination") });
    const unknown = image({ ...vault, sourceDigest: null });
    expect(narrow(ORDER, { settled, due: [denied, unknown], remove: [] })).toMatchObject({ cleared: [] });
  });
});
