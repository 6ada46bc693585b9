import { describe, expect, it } from "vitest";
import { GitHubError, type GitHubErrorCode } from "../../../src/github/github-error.ts";
import type { Run } from "../../../src/jobs/run.ts";
import type { WorkerParts } from "../../../src/worker/parts.ts";
import { settleOrphans } from "../../../src/worker/sweep/settle-orphans.ts";
import { fakeInstallation } from "../fake-installation.ts";
import { recordingLog } from "../recording-log.ts";
import { runOf } from "../runs.ts";

interface Surroundings {
  readonly refusal?: GitHubErrorCode;
  readonly checkRuns?: ReadonlyMap<string, number>;
}

async function settle(orphans: readonly Run[], { refusal, checkRuns = new Map() }: Surroundings = {}) {
  const concluded: string[] = [];
  const log = recordingLog();
  const github = fakeInstallation({
    checkRuns,
    ...(refusal && { refusal: new GitHubError(refusal, "update a check run", "no") }),
  });
  const runs = {
    orphans: async () => orphans,
    conclude: async (id: string, conclusion: string) => void concluded.push(`${id} ${conclusion}`),
  };
  const troubles = { note: async () => undefined };
  const parts = {
    state: { runs, troubles },
    github: { installation: () => github },
    log,
  } as unknown as WorkerParts;
  await settleOrphans(parts, new AbortController().signal);
  return { concluded, told: github.calls, log };
}

const waiting = runOf({ id: "1", checkRun: 41 });

describe("settleOrphans", () => {
  it("ends the check run of a run that nobody works on", async () => {
    const { concluded, told } = await settle([waiting]);
    expect(told).toMatchObject([["update 41", { status: "completed", conclusion: "failure" }]]);
    expect(concluded).toEqual(["1 failure"]);
  });

  it("names the newer commit where there is one", async () => {
    const superseded = runOf({ id: "1", checkRun: 41, state: "superseded", supersededBy: "d".repeat(40) });
    const { concluded, told } = await settle([superseded]);
    expect(told).toMatchObject([["update 41", { conclusion: "cancelled" }]]);
    expect(JSON.stringify(told)).toContain("d".repeat(7));
    expect(concluded).toEqual(["1 cancelled"]);
  });

  it("tells nobody of a run that was not looked at", async () => {
    const { concluded, told } = await settle([runOf({ id: "1", state: "requested", commit: null })]);
    expect(told).toEqual([]);
    expect(concluded).toEqual(["1 none"]);
  });

  it.each(["NOT_FOUND", "REFUSED", "INVALID"] as const)(
    "ends a run whose repository says %s",
    async (refusal) => {
      expect((await settle([waiting], { refusal })).concluded).toEqual(["1 failure"]);
    },
  );

  it.each(["UNAVAILABLE", "RATE_LIMITED", "UNAUTHORIZED"] as const)(
    "leaves a run to the next sweep while GitHub says %s, and goes on",
    async (refusal) => {
      const quiet = runOf({ id: "2", state: "requested" });
      const { concluded, log } = await settle([waiting, quiet], { refusal });
      expect(concluded).toEqual(["2 none"]);
      expect(log.lines).toContain("warn a run that nobody works on could not be concluded");
    },
  );

  it("ends a check run that was made and not remembered", async () => {
    const run = runOf({ id: "1", state: "running", checkRun: null });
    const { told } = await settle([run], { checkRuns: new Map([["1", 41]]) });
    expect(told).toMatchObject([["update 41", { status: "completed" }]]);
  });
});
