import { describe, expect, it } from "vitest";
import { GitHubError } from "../../../src/github/github-error.ts";
import type { WorkerParts } from "../../../src/worker/parts.ts";
import { Sweeper } from "../../../src/worker/sweep/sweeper.ts";
import { NOON } from "../../oci/clocks.ts";
import { recordingLog } from "../recording-log.ts";

/** Surroundings in which there is nothing to be done; `done` says what was asked. */
function open(changes: { deliveries?: Error; redeliver?: Error; orphans?: Error } = {}) {
  const done: string[] = [];
  let now = NOON;
  const log = recordingLog();
  const missed = { guid: "g", id: 1, deliveredAt: new Date(NOON - 120_000), event: "push" };
  const parts = {
    state: {
      schedules: {
        due: async () => {
          done.push("schedules");
          return [];
        },
        fire: async () => {},
      },
      waiting: {
        due: async () => {
          done.push("waiting");
          return [];
        },
      },
      runs: {
        orphans: async () => {
          done.push("orphans");
          if (changes.orphans) throw changes.orphans;
          return [];
        },
      },
      deliveries: { known: async () => new Set() },
      visits: {},
      plans: {
        before: async (moment: Date) => {
          done.push(`plans of ${(now - moment.getTime()) / 3_600_000} h`);
          return [];
        },
      },
      troubles: {
        lasting: async (since: Date) => {
          done.push(`troubles of ${(now - since.getTime()) / 3_600_000} h`);
          return [];
        },
      },
      intake: { send: async () => {} },
      prune: async () => void done.push("prune"),
    },
    github: {
      async *deliveries() {
        done.push("deliveries");
        if (changes.deliveries) throw changes.deliveries;
        if (changes.redeliver) yield missed;
      },
      redeliver: async () => {
        throw changes.redeliver;
      },
      installations: () => {
        done.push("installations");
        return [];
      },
    },
    clock: { now: () => now },
    log,
  };
  const sweeper = new Sweeper(parts as unknown as WorkerParts);
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { done, log, sweeper, pass };
}

const { signal } = new AbortController();
const ERRANDS = [
  "schedules",
  "waiting",
  "orphans",
  "deliveries",
  "installations",
  "plans of 6 h",
  "troubles of 24 h",
];
const ALL = [...ERRANDS, "prune"];
const absent = new GitHubError("NOT_FOUND", "list webhook deliveries", "Not Found", 404);

describe("Sweeper", () => {
  it("runs every errand, each time", async () => {
    const { done, sweeper } = open();
    await sweeper.sweep(signal);
    await sweeper.sweep(signal);
    expect(done).toEqual([...ALL, ...ERRANDS]);
  });

  it("forgets what is old once an hour", async () => {
    const { done, sweeper, pass } = open();
    await sweeper.sweep(signal);
    pass(60 * 60_000 - 1);
    await sweeper.sweep(signal);
    expect(done).toEqual([...ALL, ...ERRANDS]);
    pass(1);
    await sweeper.sweep(signal);
    expect(done).toEqual([...ALL, ...ERRANDS, ...ALL]);
  });

  it("goes on after an errand that failed, and runs it again the next time", async () => {
    const { done, log, sweeper } = open({ orphans: new Error("the database is away") });
    await sweeper.sweep(signal);
    await sweeper.sweep(signal);
    expect(done).toEqual([...ALL, ...ERRANDS]);
    expect(log.lines[0]).toBe("error a sweep has failed; it is tried again");
  });

  it("does without what this GitHub lacks, and says so once", async () => {
    const { done, log, sweeper } = open({ deliveries: absent });
    await sweeper.sweep(signal);
    await sweeper.sweep(signal);
    expect(done).toEqual([...ALL, ...ERRANDS.filter((name) => name !== "deliveries")]);
    expect(log.lines).toEqual(["warn this GitHub has no API for that; it is done without"]);
  });

  it("ends when it is stopped", async () => {
    const reason = new Error("stopping");
    const { sweeper } = open({ orphans: new Error("cut") });
    await expect(sweeper.sweep(AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it("does not take one delivery that is gone for an API that is not there", async () => {
    const gone = new GitHubError("NOT_FOUND", "redeliver a webhook", "Not Found", 404);
    const { done, sweeper } = open({ redeliver: gone });
    await sweeper.sweep(signal);
    await sweeper.sweep(signal);
    expect(done).toEqual([...ALL, ...ERRANDS]);
  });
});
