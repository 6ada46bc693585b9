import { describe, expect, it } from "vitest";
import { firstCopyGoals } from "../../../bench/report/first-copy-goals.ts";
import {
  bestOf,
  cpuGoal,
  type Goal,
  judge,
  peakGoal,
  requestGoal,
  wallGoal,
} from "../../../bench/report/goal.ts";
import { summarize, type ToolResult } from "../../../bench/report/tool-result.ts";

const result = (tool: string, seconds: number, cpuSeconds: number | null, gets = 0): ToolResult =>
  summarize(tool, "", [
    {
      ...{ seconds, cpuSeconds },
      peakBytes: 150e6,
      requests: { source: { "manifest GET": gets, "manifest HEAD": 3 }, destination: {} },
    },
  ]);

const own = result("ghcr-mirror", 2, 1);
const peers = [result("crane", 4, null, 10), result("oras", 2.5, 4)];
const isGet = (kind: string) => kind === "manifest GET";

describe("judge", () => {
  it.each<{ name: string; goal: Goal; value: number | null; outcome: string }>([
    { name: "a share of a peer's", goal: wallGoal("crane", 0.5), value: 0.5, outcome: "met" },
    { name: "more than the share", goal: wallGoal("crane", 0.45), value: 0.5, outcome: "missed" },
    { name: "against the fastest", goal: wallGoal("best", 0.8), value: 0.8, outcome: "met" },
    { name: "an absent peer", goal: wallGoal("skopeo", 1), value: null, outcome: "unknown" },
    { name: "a peer without that measure", goal: cpuGoal("crane", 1), value: null, outcome: "unknown" },
    { name: "CPU", goal: cpuGoal("oras", 0.2), value: 0.25, outcome: "missed" },
    { name: "a number", goal: peakGoal(150), value: 150, outcome: "met" },
    { name: "requests", goal: requestGoal("source", "requests", 2), value: 3, outcome: "missed" },
    {
      name: "some requests",
      goal: requestGoal("source", "GETs", 0, { matches: isGet }),
      value: 0,
      outcome: "met",
    },
    {
      name: "requests against a peer's",
      goal: requestGoal("source", "requests", 0.2, { against: "crane" }),
      value: 3 / 13,
      outcome: "missed",
    },
    {
      name: "a peer that needs nothing",
      goal: requestGoal("destination", "requests", 1, { against: "crane" }),
      value: null,
      outcome: "unknown",
    },
  ])("$name", ({ goal, value, outcome }) => {
    expect(judge([goal], own, peers)).toEqual([expect.objectContaining({ value, outcome })]);
  });

  it("knows nothing without a run of our own", () => {
    expect(judge([peakGoal(200)], undefined, peers)).toEqual([
      { what: "peak MB", atMost: 200, against: null, value: null, outcome: "unknown" },
    ]);
  });
});

describe("bestOf", () => {
  it("is the fastest", () => expect(bestOf(peers)?.tool).toBe("oras"));
  it("is none of none", () => expect(bestOf([])).toBeUndefined());
});

describe("firstCopyGoals", () => {
  it("wants everything once, two requests for a blob at the destination, and one trial", () => {
    const layers = [{ seed: "base", size: 1 }];
    const tags = ["a", "b"].map((name) => ({ name, images: [{ name, layers }] }));
    const bounds = firstCopyGoals(tags).map(({ what, atMost }) => `${what}: ${atMost}`);
    expect(bounds).toEqual([
      "manifest GETs at the source: 2",
      "blob requests at the source: 3",
      "blob and upload requests at the destination: 10",
    ]);
  });
});
