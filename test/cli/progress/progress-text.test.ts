import { describe, expect, it } from "vitest";
import { progressRows } from "../../../src/cli/progress/progress-text.ts";
import { advance } from "../../../src/progress/progress-state.ts";
import { halfway, planned, stateAfter } from "../../progress/run-states.ts";

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
