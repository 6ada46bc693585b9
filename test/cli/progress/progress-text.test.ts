import { describe, expect, it } from "vitest";
import { advance, type ProgressState, startOfRun } from "../../../src/cli/progress/progress-state.ts";
import { progressLine, progressRows, waitLine } from "../../../src/cli/progress/progress-text.ts";
import type { RunEvent } from "../../../src/reconcile/report.ts";
import { image } from "../reports.ts";

/** The state after events at their times. */
function stateAfter(...events: (RunEvent & { at?: number })[]): ProgressState {
  return events.reduce((state, { at = 0, ...event }) => advance(state, event, at), startOfRun(0));
}

const planned: RunEvent[] = [
  { type: "selected", images: 143 },
  { type: "planned", images: 31 },
];
const halfway = stateAfter(
  ...planned,
  { type: "expected", bytes: 1_800_000_000 },
  { type: "moved", bytes: 0, at: 1000 },
  { type: "moved", bytes: 850_000_000, at: 11_000 },
  { type: "finished", image: image(), at: 11_000 },
);

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

describe("progressRows", () => {
  it("draws the bar as wide as there is room", () => {
    const text = "850 MB of 1.8 GB, 85 MB/s, 12 s left, 1/31 images";
    expect(progressRows(halfway, 200, 11_000)).toEqual([`██████████████░░░░░░░░░░░░░░░░  47%  ${text}`]);
    expect(progressRows(halfway, 70, 11_000)).toEqual([`██████░░░░░░░░  47%  ${text}`]);
    expect(progressRows(halfway, 65, 11_000)).toEqual([text]);
    expect(progressRows(halfway, 20, 11_000)).toEqual(["850 MB of 1.8 GB, 8…"]);
  });

  it("is full only when everything has arrived", () => {
    const nearly = stateAfter(...planned, { type: "expected", bytes: 1000 }, { type: "moved", bytes: 999 });
    expect(progressRows(nearly, 80, 0)[0]).toContain("░  99%");
    expect(progressRows(advance(nearly, { type: "moved", bytes: 1 }, 0), 80, 0)[0]).toContain("█ 100%");
  });

  it("says who is waited for, the longest wait of each registry", () => {
    const state = stateAfter(
      ...planned,
      { type: "waiting", registry: "docker.io", milliseconds: 41_000, why: "toomanyrequests" },
      { type: "waiting", registry: "docker.io", milliseconds: 2000, why: "again" },
      { type: "waiting", registry: "ghcr.io", milliseconds: 700, why: "retry-after: 700ms" },
    );
    expect(progressRows(state, 80, 0)).toEqual([
      "0/31 images",
      "waiting 41 s for docker.io: toomanyrequests",
    ]);
    expect(progressRows(state, 30, 20_500)).toEqual(["0/31 images", "waiting 21 s for docker.io: t…"]);
    expect(progressRows(state, 80, 40_500)).toEqual(["0/31 images"]);
  });
});

describe("waitLine", () => {
  it("neutralises the registry's words", () => {
    expect(waitLine("docker.io", 1500, "\x1b[31mslow\ndown")).toBe(
      "waiting 2 s for docker.io: \\x1b[31mslow\\ndown",
    );
  });
});
