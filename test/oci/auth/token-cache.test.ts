import { describe, expect, it } from "vitest";
import { TokenCache } from "../../../src/oci/auth/token-cache.ts";
import { flyingClock, NOON, settled } from "../clocks.ts";

const SCOPES = ["repository:a/b:pull"];

function counting(lifetime = 60_000) {
  const clock = flyingClock();
  const cache = new TokenCache(clock);
  let fetches = 0;
  const fetch = async () => ({ value: `t${++fetches}`, expires: clock.now() + lifetime });
  const get = async (scopes: readonly string[] = SCOPES) => (await cache.get(scopes, undefined, fetch)).value;
  return { clock, cache, get };
}

describe("TokenCache", () => {
  it("fetches once, however many wait", async () => {
    const { get } = counting();
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => get())))).toEqual(new Set(["t1"]));
    expect(await get()).toBe("t1");
  });

  it("keeps scopes apart, and in their order", async () => {
    const { get } = counting();
    expect(await get(["x", "y"])).toBe("t1");
    expect(await get(["x"])).toBe("t2");
    expect(await get(["x", "y"])).toBe("t1");
  });

  it("fetches anew when a token has run out, and not before", async () => {
    const { clock, get } = counting();
    await get();
    clock.advance(59_999);
    expect(await get()).toBe("t1");
    clock.advance(1);
    expect(await get()).toBe("t2");
  });

  it("hands over a token that has run out on arrival", async () => {
    expect(await counting(0).get()).toBe("t1");
  });

  it("drops a token that was refused, but not its successor", async () => {
    const { cache, get } = counting();
    const refused = await cache.get(SCOPES, undefined, async () => ({ value: "old", expires: NOON + 1_000 }));
    cache.drop(SCOPES, refused);
    expect(await get()).toBe("t1");
    cache.drop(SCOPES, refused);
    expect(await get()).toBe("t1");
  });

  it("tells a failure to all who waited, and forgets it", async () => {
    const { cache, get } = counting();
    const failing = () => Promise.reject(new Error("down"));
    const waiting = [1, 2].map(() => cache.get(SCOPES, undefined, failing));
    for (const result of await Promise.allSettled(waiting)) {
      expect(result).toMatchObject({ status: "rejected", reason: { message: "down" } });
    }
    expect(await get()).toBe("t1");
  });

  it("lets one stop waiting without taking the token from the others", async () => {
    const { cache } = counting();
    const arriving = Promise.withResolvers<{ value: string; expires: number }>();
    const controller = new AbortController();
    const reason = new Error("stopped");
    const left = cache.get(SCOPES, controller.signal, () => arriving.promise);
    const stayed = cache.get(SCOPES, undefined, () => expect.fail("fetched twice"));
    controller.abort(reason);
    await expect(left).rejects.toBe(reason);
    arriving.resolve({ value: "t", expires: NOON + 1 });
    expect((await stayed).value).toBe("t");
  });

  it("keeps a thousand tokens, the newest", async () => {
    const { get } = counting();
    for (let index = 0; index <= 1_000; index++) await get([`scope ${index}`]);
    expect(await get(["scope 1"])).toBe("t2");
    expect(await get(["scope 0"])).toBe("t1002");
  });

  it("leaves no failure unhandled where nobody waits any more", async () => {
    const { cache } = counting();
    const controller = new AbortController();
    const failing = Promise.withResolvers<never>();
    const left = cache.get(SCOPES, controller.signal, () => failing.promise);
    controller.abort(new Error("stopped"));
    await expect(left).rejects.toThrow("stopped");
    failing.reject(new Error("down"));
    await settled();
  });
});
