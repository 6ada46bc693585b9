import { EventEmitter } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { fired, stopSignal } from "../../src/server/stop-signal.ts";

function startProcess() {
  let time = 0;
  const process = Object.assign(new EventEmitter(), { exit: vi.fn() });
  const signal = stopSignal(process, () => time);
  return { process, signal, wait: (milliseconds: number) => (time += milliseconds) };
}

describe("stopSignal", () => {
  it.each(["SIGINT", "SIGTERM"])("fires at the first %s", async (name) => {
    const { process, signal } = startProcess();
    expect(signal.aborted).toBe(false);
    process.emit(name);
    await fired(signal);
    expect(process.exit).not.toHaveBeenCalled();
  });

  it.each([
    ["SIGTERM", "SIGTERM", 0, 143],
    ["SIGINT", "SIGTERM", 0, 143],
    ["SIGINT", "SIGINT", 300, 130],
    ["SIGTERM", "SIGINT", 300, 130],
  ])("after %s, exits at %s %i ms later with %i", (first, second, wait, code) => {
    const started = startProcess();
    started.process.emit(first);
    started.wait(wait);
    started.process.emit(second);
    expect(started.process.exit.mock.calls).toEqual([[code]]);
  });

  it("takes a Ctrl-C that comes twice for one", () => {
    const { process, wait } = startProcess();
    process.emit("SIGINT");
    wait(299);
    process.emit("SIGINT");
    expect(process.exit).not.toHaveBeenCalled();
  });
});
