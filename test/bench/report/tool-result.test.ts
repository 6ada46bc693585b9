import { describe, expect, it } from "vitest";
import { type Sample, summarize } from "../../../bench/report/tool-result.ts";

const sample = (
  seconds: number,
  cpuSeconds: number | null,
  peakBytes: number | null,
  pings: number,
): Sample => {
  return { seconds, cpuSeconds, peakBytes, requests: { source: { "ping GET": pings }, destination: {} } };
};

describe("summarize", () => {
  it("takes medians of times, the highest memory, the last requests", () => {
    expect(summarize("oras", "-c 3", [sample(3, 1, 5, 1), sample(1, 3, 9, 1), sample(2, 2, 7, 2)])).toEqual({
      tool: "oras",
      way: "-c 3",
      rounds: 3,
      seconds: { median: 2, min: 1, max: 3 },
      cpuSeconds: 2,
      peakBytes: 9,
      requests: { source: { "ping GET": 2 }, destination: {} },
    });
  });

  it("leaves open what was not measured", () => {
    expect(summarize("oras", "", [sample(1, null, null, 0)])).toMatchObject({
      cpuSeconds: null,
      peakBytes: null,
    });
  });
});
