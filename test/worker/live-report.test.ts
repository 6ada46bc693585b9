import { describe, expect, it } from "vitest";
import { LiveReport } from "../../src/worker/live-report.ts";
import { heldClock, settled } from "../oci/clocks.ts";

function open(tell: (signal: AbortSignal) => Promise<void>, interval = () => 3_000) {
  const clock = heldClock();
  const errors: unknown[] = [];
  const live = new LiveReport({ clock, interval, tell, onError: (error) => errors.push(error) });
  return { clock, errors, live };
}

describe("LiveReport", () => {
  it("tells each time the interval has passed, not before", async () => {
    let told = 0;
    const { clock, live } = open(async () => void told++);
    await clock.advance(2_999);
    expect(told).toBe(0);
    await clock.advance(1);
    expect(told).toBe(1);
    await clock.advance(3_000);
    expect(told).toBe(2);
    await live.stop();
  });

  it("asks for the interval anew each time", async () => {
    const intervals = [1_000, 5_000];
    let told = 0;
    const tell = async () => void told++;
    const { clock, live } = open(tell, () => intervals.shift() ?? 60_000);
    await clock.advance(1_000);
    await clock.advance(4_999);
    expect(told).toBe(1);
    await clock.advance(1);
    expect(told).toBe(2);
    await live.stop();
  });

  it("goes on after a failure, which it passes on", async () => {
    const failure = new Error("Bad Gateway");
    let told = 0;
    const { clock, errors, live } = open(async () => {
      told++;
      if (told === 1) throw failure;
    });
    await clock.advance(3_000);
    await clock.advance(3_000);
    expect(errors).toEqual([failure]);
    expect(told).toBe(2);
    await live.stop();
  });

  it("ends what is being told, and tells nothing any more", async () => {
    let told = 0;
    const { clock, errors, live } = open((signal) => {
      told++;
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    });
    await clock.advance(3_000);
    await live.stop();
    await live.stop();
    await clock.advance(60_000);
    await settled();
    expect(told).toBe(1);
    expect(errors).toEqual([]);
    expect(clock.sleepers).toBe(0);
  });
});
