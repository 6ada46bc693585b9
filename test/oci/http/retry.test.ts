import { describe, expect, it } from "vitest";
import { RegistryError, type RegistryErrorCode, type RegistryErrorDetails } from "../../../src/oci/error.ts";
import { Cooldown } from "../../../src/oci/http/cooldown.ts";
import { DEFAULT_RETRY, type RetryContext, retry } from "../../../src/oci/http/retry.ts";
import { type FlyingClock, flyingClock, heldClock, settled } from "../clocks.ts";

function contextOf(clock: FlyingClock, more: Partial<RetryContext> = {}): RetryContext {
  return { clock, random: () => 0, policy: DEFAULT_RETRY, cooldown: new Cooldown(clock), ...more };
}

function failure(code: RegistryErrorCode, details: RegistryErrorDetails = {}): RegistryError {
  return new RegistryError(code, code, details);
}

/** Fails as told, in turn, and succeeds then. */
function failing(...failures: readonly unknown[]) {
  const left = [...failures];
  const attempt = async () => {
    attempt.tries++;
    if (left.length > 0) throw left.shift();
    return "done";
  };
  attempt.tries = 0;
  return attempt;
}

describe("retry", () => {
  it.each([
    ["TIMEOUT", 6],
    ["INTERRUPTED", 6],
    ["TOO_MANY_REQUESTS", 6],
    ["UNAVAILABLE", 6],
    ["UNREACHABLE", 3],
    ["PROXY", 3],
    ["TLS", 1],
    ["UNAUTHORIZED", 1],
    ["DENIED", 1],
    ["NOT_FOUND", 1],
    ["NO_SPACE", 1],
    ["BLOB_UNKNOWN", 1],
    ["DIGEST_MISMATCH", 1],
    ["SIZE_MISMATCH", 1],
    ["TOO_LARGE", 1],
    ["UNSUPPORTED", 1],
    ["REDIRECT", 1],
    ["MALFORMED", 1],
    ["REJECTED", 1],
  ] as const)("gives %s %i tries", async (code, tries) => {
    const clock = flyingClock();
    const error = failure(code);
    const attempt = failing(...Array(10).fill(error));
    await expect(retry(attempt, contextOf(clock))).rejects.toBe(error);
    expect(attempt.tries).toBe(tries);
    expect(clock.slept).toHaveLength(tries - 1);
  });

  it.each([
    ["REJECTED", "unknown blob", 3],
    ["NOT_FOUND", "Unknown blob", 3],
    ["NOT_FOUND", "blob upload unknown to registry", 3],
    ["NOT_FOUND", "blob unknown to registry", 1],
    ["DENIED", "unknown blob", 1],
  ] as const)("gives %s with the words %j %i tries", async (code, registryMessage, tries) => {
    const attempt = failing(...Array(10).fill(failure(code, { registryMessage })));
    await expect(retry(attempt, contextOf(flyingClock()))).rejects.toThrow(code);
    expect(attempt.tries).toBe(tries);
  });

  it("gives an upload that is not known 3 tries, whatever the words", async () => {
    const attempt = failing(...Array(10).fill(failure("NOT_FOUND", { registryCode: "BLOB_UPLOAD_UNKNOWN" })));
    await expect(retry(attempt, contextOf(flyingClock()))).rejects.toThrow("NOT_FOUND");
    expect(attempt.tries).toBe(3);
  });

  it("gives a pull that is refused one try, and says no more of that kind while it is told to wait", async () => {
    const clock = flyingClock();
    const cooldown = new Cooldown(clock);
    const context = contextOf(clock, { cooldown, kind: "GET manifests" });
    const error = failure("TOO_MANY_REQUESTS", { isPullRefusal: true, retryAfter: 21_600_000 });
    await expect(retry(failing(error), context)).rejects.toBe(error);
    await expect(retry(failing(), context)).rejects.toMatchObject({ cause: error, isPullRefusal: true });
    const unsaid = failing(failure("TOO_MANY_REQUESTS", { isPullRefusal: true }));
    await expect(retry(unsaid, contextOf(clock))).rejects.toThrow("TOO_MANY_REQUESTS");
    expect([unsaid.tries, clock.slept]).toEqual([1, []]);
  });

  it.each([
    [407, 1],
    [403, 1],
    [502, 3],
  ])("gives a proxy that answers %i %i tries", async (status, tries) => {
    const attempt = failing(...Array(10).fill(failure("PROXY", { status })));
    await expect(retry(attempt, contextOf(flyingClock()))).rejects.toThrow("PROXY");
    expect(attempt.tries).toBe(tries);
  });

  it("waits twice as long each time, and no longer than the longest wait", async () => {
    const clock = flyingClock();
    const policy = { ...DEFAULT_RETRY, attempts: 9 };
    await retry(failing(...Array(8).fill(failure("UNAVAILABLE"))), contextOf(clock, { policy }));
    expect(clock.slept).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it("spreads its waits between a half and the whole", async () => {
    const clock = flyingClock();
    const random = () => 0.999;
    await retry(failing(failure("UNAVAILABLE"), failure("UNAVAILABLE")), contextOf(clock, { random }));
    expect(clock.slept).toEqual([499.75, 999.5]);
  });

  it.each([
    [10, 250],
    [60_000, 60_000],
    [299_999, 299_999],
  ])("waits at least as long as it is asked: %i ms", async (retryAfter, waited) => {
    const clock = flyingClock();
    const told: unknown[] = [];
    const error = failure("TOO_MANY_REQUESTS", { retryAfter });
    const onWait = (...args: unknown[]) => void told.push(args);
    await expect(retry(failing(error), contextOf(clock, { onWait }))).resolves.toBe("done");
    expect(clock.slept).toEqual([waited]);
    expect(told).toEqual([[waited, error]]);
  });

  it("does not begin a wait beyond its patience, and says how long it would be", async () => {
    const clock = flyingClock();
    const attempt = failing(failure("TOO_MANY_REQUESTS", { retryAfter: 21_600_000 }));
    const error = await retry(attempt, contextOf(clock)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "TOO_MANY_REQUESTS", retryAfter: 21_600_000 });
    expect(clock.slept).toEqual([]);
  });

  it("remembers a wait beyond its patience for that kind of request, and for no other", async () => {
    const clock = flyingClock();
    const cooldown = new Cooldown(clock);
    const context = contextOf(clock, { cooldown, kind: "GET manifests" });
    const error = failure("TOO_MANY_REQUESTS", { retryAfter: 400_000, registryMessage: "slow down" });
    await expect(retry(failing(error), context)).rejects.toBe(error);
    const [same, other, larger] = [failing(), failing(), failing()];
    await expect(retry(same, context)).rejects.toMatchObject({
      code: "TOO_MANY_REQUESTS",
      message: "not asked again after TOO_MANY_REQUESTS",
      registryMessage: "slow down",
      cause: error,
    });
    await retry(other, { ...context, kind: "HEAD manifests" });
    await retry(larger, { ...context, kind: undefined });
    expect([same.tries, other.tries, larger.tries]).toEqual([0, 1, 1]);
    clock.advance(400_000);
    await retry(same, context);
    expect(same.tries).toBe(1);
  });

  it("counts all its waits against its patience", async () => {
    const clock = flyingClock();
    const attempt = failing(...Array(5).fill(failure("TOO_MANY_REQUESTS", { retryAfter: 120_000 })));
    await expect(retry(attempt, contextOf(clock))).rejects.toThrow("TOO_MANY_REQUESTS");
    expect(clock.slept).toEqual([120_000, 120_000]);
  });

  it.each([new TypeError("a bug"), "text", undefined])("lets %s pass", async (reason) => {
    const attempt = failing(reason);
    await expect(retry(attempt, contextOf(flyingClock()))).rejects.toBe(reason);
    expect(attempt.tries).toBe(1);
  });

  it("believes that a failure is final", async () => {
    const attempt = failing(failure("UNAVAILABLE"));
    await expect(retry(attempt, contextOf(flyingClock(), { isFinal: () => true }))).rejects.toThrow();
    expect(attempt.tries).toBe(1);
  });
});

describe("retry, when it is stopped", () => {
  it("ends a wait at once", async () => {
    const clock = heldClock();
    const controller = new AbortController();
    const attempt = failing(failure("UNAVAILABLE"));
    const context = { clock, random: () => 0, policy: DEFAULT_RETRY, cooldown: new Cooldown(clock) };
    const work = retry(attempt, { ...context, signal: controller.signal });
    work.catch(() => {});
    await settled();
    expect(clock.sleepers).toBe(1);
    const reason = new Error("stopped");
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
    expect([clock.sleepers, attempt.tries]).toEqual([0, 1]);
  });

  it("takes the failure of an aborted attempt for what it is", async () => {
    const controller = new AbortController();
    const reason = new Error("stopped");
    const attempt = async () => {
      controller.abort(reason);
      throw failure("MALFORMED");
    };
    const context = contextOf(flyingClock(), { signal: controller.signal });
    await expect(retry(attempt, context)).rejects.toBe(reason);
  });
});

describe("Cooldown", () => {
  it("makes others wait too, until the registry may be asked again", async () => {
    const clock = heldClock();
    const cooldown = new Cooldown(clock);
    const context = { clock, random: () => 0, policy: DEFAULT_RETRY, cooldown };
    const first = failing(failure("TOO_MANY_REQUESTS", { retryAfter: 60_000 }));
    const second = failing();
    const refused = retry(first, context);
    await settled();
    const other = retry(second, context);
    await clock.advance(59_999);
    expect([first.tries, second.tries]).toEqual([1, 0]);
    await clock.advance(1);
    await Promise.all([refused, other]);
    expect([first.tries, second.tries]).toEqual([2, 1]);
  });

  it("keeps the longer of two waits", async () => {
    const clock = heldClock();
    const cooldown = new Cooldown(clock);
    cooldown.start(10_000);
    cooldown.start(1_000);
    let passed = false;
    const passing = cooldown.pass().then(() => {
      passed = true;
    });
    await clock.advance(1_000);
    // Asked to wait for longer while waiting.
    cooldown.start(20_000);
    await clock.advance(9_000);
    expect(passed).toBe(false);
    await clock.advance(11_000);
    await passing;
  });

  it("lets everyone pass where nobody asked to wait, without looking at the clock", async () => {
    const clock = { now: () => expect.fail("looked"), sleep: () => expect.fail("slept") };
    await new Cooldown(clock).pass();
  });

  it("can be left", async () => {
    const cooldown = new Cooldown(heldClock());
    cooldown.start(10_000);
    const reason = new Error("stopped");
    await expect(cooldown.pass(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
