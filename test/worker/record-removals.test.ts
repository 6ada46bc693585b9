import { expect, it } from "vitest";
import type { State } from "../../src/jobs/state.ts";
import type { Removal, RunReport } from "../../src/reconcile/report.ts";
import { recordRemovals } from "../../src/worker/record-removals.ts";
import { digest, report } from "../cli/reports.ts";
import { runOf } from "./runs.ts";

const OLD = "ghcr.io/acme/redis:6";
const BACKUP = "ghcr.io/acme/redis:7-0123456789ab";

const removal = (destination: string, hex: string, result: Removal["result"] = "deleted"): Removal => ({
  destination,
  digest: digest(hex),
  result,
});
const departed = (destination: string) => ({ source: "", destination, digest: digest("aa"), why: "gone" });

/** Records a run by which two images were to be deleted; resolves with all that was written. */
async function record(more: Partial<RunReport>) {
  const calls: unknown[][] = [];
  const log =
    (name: string) =>
    (...words: unknown[]) =>
      Promise.resolve(void calls.push([name, ...words]));
  const known = [OLD, BACKUP].map((destination) => ({
    destination,
    digest: digest("aa"),
    announcedAt: new Date(0),
  }));
  const state = {
    audit: { append: log("audit") },
    images: { forget: log("forget"), doubt: log("doubt") },
    backups: { forget: log("forgetBackups") },
    departures: { of: async () => known, keep: log("keep"), fail: log("fail"), announce: log("announce") },
  } as unknown as State;
  await recordRemovals(state, runOf({}), { ...report([]), ...more });
  return calls;
}

it("writes down what was deleted, forgets it, and has nobody else believe that it is there", async () => {
  expect(await record({ removals: [removal(OLD, "aa")] })).toEqual([
    ["audit", [expect.objectContaining({ destination: OLD, digest: digest("aa") })]],
    ["forget", 7, [OLD]],
    ["forgetBackups", 7, [OLD]],
    ["doubt", OLD],
  ]);
});

it.each([
  ["an image that nobody has announced", removal("ghcr.io/acme/other:1", "aa")],
  ["another digest", removal(OLD, "bb")],
])("does not believe a job that it has deleted %s", async (_, told) => {
  expect(await record({ removals: [told] })).toEqual([]);
});

it("announces what has left, but for what is gone", async () => {
  const calls = await record({ removals: [removal(OLD, "aa")], departed: [departed(OLD), departed(BACKUP)] });
  expect(calls.at(-1)).toEqual(["announce", 7, [expect.objectContaining({ destination: BACKUP })], [OLD]]);
});
