import { describe, expect, it } from "vitest";
import { mergeScouted, settledAlone } from "../../../src/publish/actions/merge-scouted.ts";
import type { Removal, SelectionReport } from "../../../src/reconcile/report.ts";
import { carriedByApp, digest, image, report } from "../../cli/reports.ts";
import { NOON } from "../../oci/clocks.ts";

const same = (name: string, more: Parameters<typeof image>[0] = {}) =>
  image({
    source: `docker.io/library/${name}:1`,
    destination: `ghcr.io/acme/${name}:1`,
    action: "up-to-date",
    result: "skipped",
    bytes: 0,
    ...more,
  });
const due = (name: string) => same(name, { action: "copy", result: "planned" });
const done = (name: string) => same(name, { action: "copy", result: "done", bytes: 7 });

describe("settledAlone", () => {
  it("is the App's own, and tells what was seen with its eyes", () => {
    const believed = same("b", { isBelieved: true });
    const failed = same("c", { action: "copy", result: "failed", digest: null });
    const settled = [same("a"), believed, failed];
    expect(settledAlone({ report: report(settled), hidden: new Set() }, { settled })).toEqual({
      report: report(settled),
      carrier: { kind: "app" },
      seen: ["ghcr.io/acme/a:1"],
      notices: [],
    });
  });
});

describe("mergeScouted", () => {
  const merge = (
    { settled = [same("a")], waiting = [due("b")], more = {}, carried = [done("b")], told = {} } = {},
    seen: readonly string[] = [],
  ) => {
    const scouted = {
      ...report([...settled, ...waiting], { pulls: { "docker.io": 1 }, seconds: 2 }),
      ...more,
    };
    const theirs = {
      ...report(carried, { mountedBytes: 5, pulls: { "docker.io": 3 }, seconds: 60 }),
      ...told,
    };
    return mergeScouted(
      { report: scouted, hidden: new Set() },
      { settled, due: waiting },
      { ...carriedByApp(theirs), seen },
      NOON,
    );
  };

  it("tells what was carried, and what was settled", () => {
    const { report: merged, seen } = merge({}, ["ghcr.io/acme/b:1"]);
    expect(merged.images).toEqual([done("b"), same("a")]);
    expect(merged.summary).toMatchObject({
      copied: 1,
      upToDate: 1,
      bytes: 7,
      mountedBytes: 5,
      seconds: 62,
      pulls: { "docker.io": 4 },
    });
    expect(seen).toEqual(["ghcr.io/acme/b:1", "ghcr.io/acme/a:1"]);
  });

  it("believes who carried the bytes, where both tell of an image", () => {
    const failed = same("a", { result: "failed" });
    const { report: merged, seen } = merge({ carried: [done("b"), failed] });
    expect(merged.images).toEqual([done("b"), failed]);
    expect(seen).toEqual([]);
  });

  it("puts off for five minutes what a workflow was not told of", () => {
    const { report: merged } = merge({ waiting: [due("b"), due("c"), same("d", { isBelieved: true })] });
    const until = new Date(NOON + 300_000).toISOString();
    expect(merged.images.slice(1, 3)).toEqual([
      { ...due("c"), result: "deferred", pulls: 0, until, reason: expect.stringContaining("the next one") },
      { ...same("d"), action: "update", result: "deferred", pulls: 0, until, reason: expect.any(String) },
    ]);
    expect(merged.summary).toMatchObject({ deferred: 2 });
  });

  it("puts it off for an hour where the workflow has brought nothing: the next one may not either", () => {
    const { report: merged } = merge({ waiting: [due("c")], carried: [same("a")] });
    const until = new Date(NOON + 3_600_000).toISOString();
    expect(merged.images).toContainEqual(expect.objectContaining({ result: "deferred", until }));
  });

  it("forgets what stood for a list that nobody could read, once the images are told", () => {
    const unlisted = { ...due("b"), source: "docker.io/library/b:*" };
    expect(merge({ waiting: [unlisted] }).report.images).toEqual([done("b"), same("a")]);
  });

  it("has the scout say what the config means, and the carrier what it did", () => {
    const selection = (source: string, selected: number): SelectionReport => ({
      ...{ source, line: 3, available: 9, selected, left: [] },
    });
    const departed = { source: "", destination: "ghcr.io/acme/old:1", digest: digest("0"), why: "" };
    const removal: Removal = {
      destination: departed.destination,
      digest: departed.digest,
      result: "deleted",
    };
    const glob = { source: "docker.io/library/a", pattern: "9.*", line: 3 };
    const limit = (remaining: number) => ({ registry: "docker.io", limit: 100, remaining, window: 21_600 });
    const { report: merged } = merge({
      more: {
        departed: [departed],
        selections: [selection("a", 2)],
        unmatched: [glob],
        pullLimits: [limit(80)],
      },
      told: {
        selections: [selection("a", 1), selection("hidden", 4)],
        unmatched: [glob],
        removals: [removal],
        pullLimits: [limit(3)],
      },
    });
    expect(merged).toMatchObject({
      departed: [departed],
      selections: [selection("a", 2), selection("hidden", 4)],
      unmatched: [glob],
      removals: [removal],
      pullLimits: [limit(3)],
    });
  });
});
