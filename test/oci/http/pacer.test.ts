import { describe, expect, it } from "vitest";
import type { Clock } from "../../../src/oci/clock.ts";
import { Pacer, type PacerOptions } from "../../../src/oci/http/pacer.ts";
import { flyingClock, heldClock, NOON, settled } from "../clocks.ts";

const open = (clock: Clock, options: Partial<PacerOptions> = {}) =>
  new Pacer({ name: "quay.io", interval: 200, clock, ...options });

/** When each of `count` callers who come at once is let through, in milliseconds from noon. */
async function passAll(count: number, options: Partial<PacerOptions>) {
  const clock = heldClock();
  const pacer = open(clock, options);
  const times: number[] = [];
  for (let caller = 0; caller < count; caller++) {
    void pacer.pass().then(() => times.push(clock.now() - NOON));
  }
  await settled();
  for (let step = 0; step < 50; step++) await clock.advance(100);
  return times;
}

describe("a pacer", () => {
  it.each([
    [1, {}, [0]],
    [4, {}, [0, 200, 400, 600]],
    [4, { burst: 3 }, [0, 0, 0, 200]],
    [6, { burst: 2, interval: 1_000 }, [0, 0, 1_000, 2_000, 3_000, 4_000]],
  ])("lets %i callers through with %j at %j", async (count, options, expected) => {
    expect(await passAll(count, options)).toEqual(expected);
  });

  it("lets nobody wait who comes slowly", async () => {
    const clock = flyingClock();
    const pacer = open(clock);
    for (let call = 0; call < 5; call++) {
      await pacer.pass();
      clock.advance(200);
    }
    expect(clock.slept).toEqual([]);
  });

  it("gives a burst back after a rest, and no more than one", async () => {
    const clock = heldClock();
    const pacer = open(clock, { burst: 2 });
    await Promise.all([pacer.pass(), pacer.pass()]);
    await clock.advance(60_000);
    let passed = 0;
    for (let call = 0; call < 5; call++) void pacer.pass().then(() => passed++);
    await settled();
    expect(passed).toBe(2);
    await clock.advance(200);
    expect(passed).toBe(3);
  });

  it("lets callers through in the order in which they came", async () => {
    const clock = heldClock();
    const pacer = open(clock);
    const order: number[] = [];
    for (const caller of [1, 2, 3]) void pacer.pass().then(() => order.push(caller));
    await settled();
    for (let step = 0; step < 2; step++) await clock.advance(200);
    expect(order).toEqual([1, 2, 3]);
  });

  it("gives the place of who gives up to the next", async () => {
    const clock = heldClock();
    const pacer = open(clock);
    const stop = new AbortController();
    await pacer.pass();
    const given = pacer.pass(stop.signal);
    let isThrough = false;
    const next = pacer.pass().then(() => {
      isThrough = true;
    });
    stop.abort(new Error("enough"));
    await expect(given).rejects.toThrow("enough");
    expect(isThrough).toBe(false);
    await clock.advance(200);
    await next;
    await expect(pacer.pass(stop.signal)).rejects.toThrow("enough");
  });

  it("turns away whom it has no place for", async () => {
    const clock = heldClock();
    const pacer = open(clock, { mostWaiting: 2 });
    await pacer.pass();
    const waiting = [pacer.pass(), pacer.pass()];
    await expect(pacer.pass()).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    await clock.advance(200);
    await clock.advance(200);
    await Promise.all(waiting);
  });

  it("does not wait for a time that a clock was set back from", async () => {
    const clock = flyingClock();
    const pacer = open(clock);
    await pacer.pass();
    clock.advance(-3_600_000);
    await pacer.pass();
    expect(clock.slept).toEqual([200]);
  });
});
