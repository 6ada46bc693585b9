import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { OwnedProcess } from "../../bench/owned-process.ts";

describe("OwnedProcess", () => {
  it("reports a process that ends by itself", async () => {
    const lost = await new Promise<Error>((resolve) => {
      new OwnedProcess(spawn("sh", ["-c", "exit 3"]), "the shell", resolve);
    });
    expect(lost.message).toBe("the shell ended unexpectedly (status 3)");
  });

  it("reports a process that cannot be started", async () => {
    const lost = await new Promise<Error>((resolve) => {
      new OwnedProcess(spawn("no-such-command"), "the shell", resolve);
    });
    expect(lost.message).toMatch(/^the shell failed: .*ENOENT/);
  });

  it("ends the process when it is disposed of, which is no loss", async () => {
    const losses: Error[] = [];
    const child = spawn("sleep", ["60"]);
    await once(child, "spawn");
    const owned = new OwnedProcess(child, "sleep", (error) => losses.push(error));
    expect(owned.isRunning).toBe(true);
    await owned[Symbol.asyncDispose]();
    expect(owned.isRunning).toBe(false);
    expect(losses).toEqual([]);
  });
});
