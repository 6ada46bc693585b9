import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { abortable } from "../../src/oci/abortable.ts";
import { settled } from "./clocks.ts";

const stopped = new Error("stopped");

describe("abortable", () => {
  it.each([undefined, new AbortController().signal])(
    "is the promise where nobody stops it",
    async (signal) => {
      expect(await abortable(Promise.resolve(7), signal)).toBe(7);
      const failure = new Error("down");
      await expect(abortable(Promise.reject(failure), signal)).rejects.toBe(failure);
      if (signal) expect(getEventListeners(signal, "abort")).toEqual([]);
    },
  );

  it("ends with the signal's reason, and listens no longer", async () => {
    const controller = new AbortController();
    const waiting = abortable(new Promise(() => {}), controller.signal);
    controller.abort(stopped);
    await expect(waiting).rejects.toBe(stopped);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("does not begin to wait where the signal has fired, and leaves no failure unhandled", async () => {
    const late = Promise.withResolvers<never>();
    await expect(abortable(late.promise, AbortSignal.abort(stopped))).rejects.toBe(stopped);
    late.reject(new Error("down"));
    await settled();
  });

  it("prefers the signal where both have happened", async () => {
    await expect(abortable(Promise.resolve(7), AbortSignal.abort(stopped))).rejects.toBe(stopped);
  });
});
