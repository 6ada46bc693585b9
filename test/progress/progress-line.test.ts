import { describe, expect, it } from "vitest";
import { progressLine, waitLine } from "../../src/progress/progress-line.ts";
import { advance, type ProgressState, startOfRun } from "../../src/progress/progress-state.ts";
import { image } from "../cli/reports.ts";
import { halfway, planned, stateAfter } from "./run-states.ts";

describe("progressLine", () => {
  it.each<[string, ProgressState, number, string]>([
    ["nothing is known", startOfRun(0), 400, "Looking up tags, 0 s"],
    ["tags are known", stateAfter({ type: "selected", images: 1 }), 3900, "Comparing 1 image, 3 s"],
    ["nothing is to be moved", stateAfter(...planned), 5000, "0/31 images"],
    ["bytes move", halfway, 11_000, "850 MB of 1.8 GB, 85 MB/s, 12 s left, 1/31 images"],
    ["nothing moves any more", halfway, 31_000, "850 MB of 1.8 GB, 0 B/s, 1/31 images"],
    [
      "a transfer started over",
      advance(halfway, { type: "moved", bytes: -50_000_000 }, 11_000),
      11_000,
      "800 MB of 1.8 GB, 80 MB/s, 13 s left, 1/31 images",
    ],
    [
      "an image failed",
      advance(halfway, { type: "finished", image: image({ result: "failed" }) }, 11_000),
      11_000,
      "850 MB of 1.8 GB, 85 MB/s, 12 s left, 2/31 images, 1 failed",
    ],
    [
      "everything has moved",
      stateAfter(...planned, { type: "expected", bytes: 500 }, { type: "moved", bytes: 500 }),
      2000,
      "500 B of 500 B, 250 B/s, 0/31 images",
    ],
    [
      "it is too early for a rate",
      stateAfter(...planned, { type: "expected", bytes: 500 }, { type: "moved", bytes: 100 }),
      900,
      "100 B of 500 B, 0/31 images",
    ],
  ])("tells how far it is when %s", (_when, state, now, line) => {
    expect(progressLine(state, now)).toBe(line);
  });

  it("goes by the last ten seconds", () => {
    const events = Array.from(
      { length: 60 },
      (_, at) => ({ type: "moved", bytes: at < 50 ? 1000 : 10, at: at * 1000 }) as const,
    );
    const state = stateAfter(...planned, { type: "expected", bytes: 1_000_000 }, ...events);
    expect(progressLine(state, 60_000)).toContain(" 9 B/s,");
    expect(state.samples.length).toBeLessThan(30);
  });
});

describe("waitLine", () => {
  it("neutralises the registry's words", () => {
    expect(waitLine("docker.io", 1500, "\x1b[31mslow\ndown")).toBe(
      "waiting 2 s for docker.io: \\x1b[31mslow\\ndown",
    );
  });
});
