import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { measureCommand } from "../../../bench/measure/measure-command.ts";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "measure-command-"));
});
afterAll(() => rm(directory, { recursive: true }));

const measure = (command: readonly string[], signal = new AbortController().signal) =>
  measureCommand(command, { directory, gnuTime: false, timeoutSeconds: 15, signal });

describe("measureCommand", () => {
  it("tells the wall time, and no more without GNU time", async () => {
    const { seconds, cpuSeconds, peakBytes } = await measure([process.execPath, "--version"]);
    expect(seconds).toBeGreaterThan(0);
    expect({ cpuSeconds, peakBytes }).toEqual({ cpuSeconds: null, peakBytes: null });
  });

  it("repeats what a failing command said", async () => {
    const failing = measure(["sh", "-c", "echo no such tag >&2; exit 3"]);
    await expect(failing).rejects.toThrow("ended with status 3: no such tag");
  });

  it("reports a command that is not there", async () => {
    await expect(measure(["no-such-command"])).rejects.toThrow("ENOENT");
  });

  it("kills the command and what it started when told to stop", async () => {
    const stop = new AbortController();
    const running = measure(["sh", "-c", "sleep 60 & wait"], stop.signal);
    stop.abort(new Error("stopped"));
    await expect(running).rejects.toThrow("stopped");
  });
});
