import { describe, expect, it } from "vitest";
import { Pace } from "../../src/worker/pace.ts";
import { runOf } from "./runs.ts";

const [first, second, elsewhere] = [
  runOf({ id: "1" }),
  runOf({ id: "2" }),
  runOf({ id: "3", installation: 6 }),
];

describe("Pace", () => {
  it("is three seconds for a run alone", () => {
    const pace = new Pace();
    pace.enter(first, 0);
    expect(pace.interval(first, 0)).toBe(3_000);
    expect(pace.interval(first, 600_000)).toBe(30_000);
  });

  it("is shared by the runs of an installation, as long as they go on", () => {
    const pace = new Pace();
    for (const run of [first, second, elsewhere]) pace.enter(run, 0);
    expect(pace.interval(first, 0)).toBe(6_000);
    expect(pace.interval(elsewhere, 0)).toBe(3_000);
    pace.leave(second);
    expect(pace.interval(first, 0)).toBe(3_000);
  });

  it("is the shortest for a run that it does not know, and when the clock was set back", () => {
    const pace = new Pace();
    expect(pace.interval(first, 0)).toBe(3_000);
    pace.enter(first, 10_000_000);
    expect(pace.interval(first, 0)).toBe(3_000);
    pace.leave(first);
    pace.leave(first);
  });
});
