import { describe, expect, it, vi } from "vitest";
import { Health } from "../../src/observe/health.ts";

describe("Health", () => {
  it("goes from starting to ready to draining", async () => {
    const health = new Health({ now: () => 0 });
    health.add("database", async () => {});
    expect(await health.readiness()).toEqual({ isReady: false, status: "starting", checks: {} });
    health.begin();
    expect(await health.readiness()).toEqual({ isReady: true, status: "ready", checks: { database: "ok" } });
    health.drain();
    expect(await health.readiness()).toEqual({ isReady: false, status: "draining", checks: {} });
    health.begin();
    expect((await health.readiness()).status).toBe("draining");
  });

  it("names what fails, and tells why to the log alone", async () => {
    const onFailure = vi.fn();
    const health = new Health({ now: () => 0, onFailure });
    const error = new Error("connect ECONNREFUSED 10.0.0.5:5432");
    health.add("database", () => Promise.reject(error));
    health.add("queue", async () => {});
    health.begin();
    expect(await health.readiness()).toEqual({
      isReady: false,
      status: "not ready",
      checks: { database: "failed", queue: "ok" },
    });
    expect(onFailure.mock.calls).toEqual([["database", error]]);
  });

  it("takes a check that does not answer, or throws at once, for one that fails", async () => {
    const health = new Health({ now: () => 0, timeout: 1 });
    health.add("deaf", () => new Promise(() => {}));
    health.add("rash", () => {
      throw new Error("at once");
    });
    health.begin();
    expect((await health.readiness()).checks).toEqual({ deaf: "failed", rash: "failed" });
  });

  it("looks once for all who ask within a while", async () => {
    let now = 0;
    const check = vi.fn(async () => {});
    const health = new Health({ now: () => now, validFor: 1000 });
    health.add("database", check);
    health.begin();
    await Promise.all([health.readiness(), health.readiness()]);
    now = 999;
    await health.readiness();
    expect(check).toHaveBeenCalledTimes(1);
    now = 1000;
    await health.readiness();
    expect(check).toHaveBeenCalledTimes(2);
  });
});
