import { describe, expect, it } from "vitest";
import { LeapingClock } from "../../../../bench/app/clocked/leaping-clock.ts";
import { ManualClock } from "../../../jobs/manual-clock.ts";

const settled = async (promise: Promise<unknown>) => {
  let is = "asleep";
  promise.then(
    () => (is = "awake"),
    () => (is = "aborted"),
  );
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  return is;
};

describe("LeapingClock", () => {
  it("goes with its base, ahead of it by all leaps", () => {
    const base = new ManualClock(1_000);
    const clock = new LeapingClock(base);
    clock.leap(500);
    base.advance(30);
    clock.leap(1);
    expect(clock.now()).toBe(1_531);
  });

  it("wakes those at a leap whose time has come, and no others", async () => {
    const clock = new LeapingClock(new ManualClock());
    const [short, long] = [clock.sleep(100), clock.sleep(101)];
    clock.leap(100);
    expect([await settled(short), await settled(long)]).toEqual(["awake", "asleep"]);
    clock.leap(1);
    expect(await settled(long)).toBe("awake");
  });

  it("wakes by its base, and by a signal with its reason", async () => {
    const base = new ManualClock();
    const clock = new LeapingClock(base);
    const stop = new AbortController();
    const [slept, stopped] = [clock.sleep(100), clock.sleep(200, stop.signal)];
    base.advance(100);
    expect(await settled(slept)).toBe("awake");
    stop.abort(new Error("enough"));
    await expect(stopped).rejects.toThrow("enough");
  });
});
