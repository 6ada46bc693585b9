import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { abortOnInterrupt } from "../../src/cli/interrupt.ts";

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
  }
}

function start() {
  const process = new FakeProcess();
  const clock = { now: 1000 };
  return { process, clock, signal: abortOnInterrupt(process, 130, () => clock.now) };
}

describe("abortOnInterrupt", () => {
  it.each(["SIGINT", "SIGTERM"])("aborts at the first %s", (name) => {
    const { process, signal } = start();
    expect(signal.aborted).toBe(false);
    process.emit(name);
    expect(signal.aborted).toBe(true);
    expect(process.exits).toEqual([]);
  });

  it("exits at the second", () => {
    const { process, clock } = start();
    process.emit("SIGINT");
    clock.now += 500;
    process.emit("SIGTERM");
    expect(process.exits).toEqual([130]);
  });

  it("takes a signal that npm passes on once more for the same one", () => {
    const { process, clock } = start();
    process.emit("SIGINT");
    clock.now += 20;
    process.emit("SIGINT");
    expect(process.exits).toEqual([]);
  });
});
