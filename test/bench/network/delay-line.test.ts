import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DelayLine } from "../../../bench/network/delay-line.ts";

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

describe("DelayLine", () => {
  it("runs each action the delay after it came", () => {
    const line = new DelayLine(25);
    const ran: string[] = [];
    line.push(() => ran.push("a"));
    vi.advanceTimersByTime(10);
    line.push(() => ran.push("b"));
    vi.advanceTimersByTime(14);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual(["a"]);
    vi.advanceTimersByTime(10);
    expect(ran).toEqual(["a", "b"]);
  });

  it("counts from a later moment, which the next actions wait for too", () => {
    const line = new DelayLine(25);
    const ran: string[] = [];
    line.push(() => ran.push("a"), performance.now() + 50);
    line.push(() => ran.push("b"));
    vi.advanceTimersByTime(74);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual(["a", "b"]);
  });

  it("takes actions from an action", () => {
    const line = new DelayLine(10);
    const ran: string[] = [];
    line.push(() => line.push(() => ran.push("later")));
    vi.advanceTimersByTime(20);
    expect(ran).toEqual(["later"]);
  });
});
