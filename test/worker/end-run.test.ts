import { describe, expect, it } from "vitest";
import { GitHubError } from "../../src/github/github-error.ts";
import type { Errand } from "../../src/jobs/errand.ts";
import type { Run } from "../../src/jobs/run.ts";
import { endRun } from "../../src/worker/end-run.ts";
import type { WorkerParts } from "../../src/worker/parts.ts";
import { carriedByApp, image, report } from "../cli/reports.ts";
import { recordingLog } from "./recording-log.ts";
import { runOf } from "./runs.ts";

const ASKER = { login: "ann", command: "sync", thread: 7, comment: 70 } as const;
const fine = image({ destination: "ghcr.io/acme/a:1", result: "done", action: "copy" });
const failed = image({ destination: "ghcr.io/acme/a:1", result: "failed" });
const otherFailed = image({ destination: "ghcr.io/acme/b:1", result: "failed" });

/** Ends a run; what was known before it, and what GitHub says to a reaction, may be given. */
async function end(
  run: Partial<Run>,
  conclusion: Run["conclusion"] & string,
  images: Parameters<typeof report>[0] = [],
  {
    latest = [],
    hasTrouble = false,
    refusal,
  }: { latest?: readonly Run[]; hasTrouble?: boolean; refusal?: Error } = {},
) {
  const noted: boolean[] = [];
  const reactions: unknown[] = [];
  const concluded: unknown[] = [];
  let sent: readonly Errand[] = [];
  const state = {
    runs: {
      latest: async () => latest,
      conclude: async (...[id, with_, applied, leavings]: unknown[]) => {
        concluded.push([id, with_, applied]);
        sent = (leavings as { errands: readonly Errand[] }).errands;
      },
    },
    troubles: {
      of: async () => (hasTrouble ? {} : undefined),
      note: async (_: unknown, isFailure: boolean) => void noted.push(isFailure),
    },
    plans: { ofRepository: async () => [{ place: { installation: 5, repository: { id: 7 } }, pull: 3 }] },
  };
  const threads = {
    react: async (_: unknown, comment: number, reaction: string) => {
      if (refusal) throw refusal;
      reactions.push([comment, reaction]);
    },
  };
  const log = recordingLog();
  const github = { installation: () => ({ threads }) };
  const parts = { state, github, log, clock: { now: () => 0 } } as unknown as WorkerParts;
  const copied = images.filter(({ result }) => result === "done").length;
  const published = images.length > 0 ? carriedByApp(report(images, { copied })) : null;
  await endRun(parts, runOf(run), { conclusion, published }, new AbortController().signal);
  return { noted, reactions, concluded, kinds: sent.map(({ kind }) => kind), log };
}

describe("a run that ends", () => {
  it("has the issues of its config tended, and the plans that it has overtaken computed again", async () => {
    const { noted, kinds, concluded } = await end({}, "success", [fine]);
    expect(noted).toEqual([false]);
    expect(kinds).toEqual(["upkeep", "plan"]);
    expect(concluded).toHaveLength(1);
  });

  it("leaves plans alone where it has moved nothing", async () => {
    const idle = image({ action: "up-to-date", result: "skipped" });
    expect((await end({}, "neutral", [idle])).kinds).toEqual(["upkeep"]);
  });

  it.each([
    ["was asked for on a pull request", { pull: 3 }, "success"],
    ["was cancelled", {}, "cancelled"],
  ] as const)("has plans computed again by what it brought where it %s", async (_, run, conclusion) => {
    const { noted, kinds } = await end(run, conclusion, [fine]);
    expect([noted, kinds]).toEqual([[], ["plan"]]);
  });

  it("counts as a failure, also where its config is wrong", async () => {
    expect((await end({}, "failure")).noted).toEqual([true]);
  });

  it.each([
    ["of a pull request", { pull: 3 }, "failure"],
    ["that was cancelled", {}, "cancelled"],
    ["that had nothing to tell", {}, "none"],
  ] as const)("says nothing of the mirror as a whole where it is one %s", async (_, run, conclusion) => {
    const { noted, kinds } = await end(run, conclusion);
    expect([noted, kinds]).toEqual([[], []]);
  });

  it.each([
    ["all that had failed has come right in it", [failed], true],
    ["something else failed as well", [failed, otherFailed], false],
  ] as const)("makes the mirror green in part: where %s, %#", async (_, before, isGreen) => {
    const whole = runOf({ published: carriedByApp(report(before)) });
    const { noted } = await end({ scope: ["*/a:1"] }, "success", [fine], {
      latest: [whole],
      hasTrouble: true,
    });
    expect(noted).toEqual(isGreen ? [false] : []);
  });

  it("makes nothing green in part where the whole was a wrong config", async () => {
    const { noted } = await end({ scope: ["*/a:1"] }, "success", [fine], {
      latest: [runOf()],
      hasTrouble: true,
    });
    expect(noted).toEqual([]);
  });

  it("thanks who asked for it, where it went well", async () => {
    expect((await end({ asker: ASKER, pull: 3 }, "success", [fine])).reactions).toEqual([[70, "rocket"]]);
    expect((await end({ asker: ASKER }, "failure", [failed])).reactions).toEqual([]);
    expect((await end({ asker: { ...ASKER, comment: null } }, "success", [fine])).reactions).toEqual([]);
  });

  it.each([
    ["the conversation is locked", new GitHubError("REFUSED", "react", "locked", 403), 0],
    ["GitHub is down", new GitHubError("UNAVAILABLE", "react", "Bad Gateway", 502), 1],
  ])("ends where %s, too", async (_, refusal, lines) => {
    const { concluded, log } = await end({ asker: ASKER }, "success", [fine], { refusal });
    expect(concluded).toHaveLength(1);
    expect(log.lines).toHaveLength(lines);
  });
});
