import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Slots } from "../../src/copy/slots.ts";
import { calm } from "./pair.ts";

/** Work that goes on until it is told to end, and says when it started. */
function openWork() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    started.push(name);
    return new Promise<void>((resolve) => ends.set(name, resolve));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await setImmediate();
  };
  return { started, work, end };
}

describe("slots", () => {
  it("holds as many as it has places", async () => {
    const slots = new Slots(2);
    const { started, work, end } = openWork();
    const all = ["a", "b", "c"].map((name) => slots.run(1, calm, work(name)));
    await setImmediate();
    expect(started).toEqual(["a", "b"]);
    await end("b");
    expect(started).toEqual(["a", "b", "c"]);
    await Promise.all([end("a"), end("c"), ...all]);
  });

  it("takes the heaviest first, and of equals who came first", async () => {
    const slots = new Slots(1);
    const { started, work, end } = openWork();
    const weights = { first: 0, light: 1, heavy: 9, middle: 5, "heavy too": 9, "middle too": 5 };
    const all = Object.entries(weights).map(([name, weight]) => slots.run(weight, calm, work(name)));
    await setImmediate();
    for (const name of ["first", "heavy", "heavy too", "middle", "middle too", "light"]) await end(name);
    await Promise.all(all);
    expect(started).toEqual(["first", "heavy", "heavy too", "middle", "middle too", "light"]);
  });

  it("gives back the result, and the place of work that failed", async () => {
    const slots = new Slots(1);
    await expect(slots.run(1, calm, () => Promise.reject(new Error("broke")))).rejects.toThrow("broke");
    await expect(slots.run(1, calm, async () => 7)).resolves.toBe(7);
  });

  it("lets nobody in after the signal", async () => {
    const slots = new Slots(1);
    const { started, work } = openWork();
    await expect(slots.run(1, AbortSignal.abort("stopped"), work("late"))).rejects.toBe("stopped");
    expect(started).toEqual([]);
  });

  it("sends those who wait away at the signal, and only those", async () => {
    const slots = new Slots(1);
    const { started, work, end } = openWork();
    const stop = new AbortController();
    const running = slots.run(1, calm, work("running"));
    const stopped = slots.run(2, stop.signal, work("stopped"));
    const patient = slots.run(1, calm, work("patient"));
    stop.abort("stopped");
    await expect(stopped).rejects.toBe("stopped");
    await end("running");
    await end("patient");
    await Promise.all([running, patient]);
    expect(started).toEqual(["running", "patient"]);
  });

  it("loses nobody when the signal comes just as a place is given", async () => {
    const slots = new Slots(1);
    const stop = new AbortController();
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const running = slots.run(1, calm, () => gate.promise);
    const given = slots.run(9, stop.signal, async () => order.push("given"));
    const patient = slots.run(1, calm, async () => order.push("patient"));
    // The place is given in the microtask after the work's end, and taken in the next.
    const stopping = gate.promise.then(() => {}).then(() => stop.abort("stopped"));
    gate.resolve();
    await Promise.all([running, given, patient, stopping]);
    expect(order).toEqual(["given", "patient"]);
  });
});
