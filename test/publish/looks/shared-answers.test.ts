import { describe, expect, it } from "vitest";
import { RegistryError } from "../../../src/oci/error.ts";
import { SharedAnswers } from "../../../src/publish/looks/shared-answers.ts";
import { heldClock, settled } from "../../oci/clocks.ts";

const never = new AbortController().signal;

/** Answers that weigh what they are, and who is asked for them by hand. */
function open(mostWeight = 100) {
  const clock = heldClock();
  const answers = new SharedAnswers<number>({ clock, mostWeight, weigh: (value) => value });
  const asked: { signal: AbortSignal; answer(value: number): void; fail(error: Error): void }[] = [];
  const ask = (key: string, maxAge = 1_000, signal = never) =>
    answers.ask(key, {
      maxAge,
      signal,
      ask: (own) => {
        const { promise, resolve, reject } = Promise.withResolvers<number>();
        asked.push({ signal: own, answer: resolve, fail: reject });
        return promise;
      },
    });
  return { clock, answers, asked, ask };
}

describe("a shared answer", () => {
  it("is asked for once, however many want it while it is under way", async () => {
    const { asked, ask } = open();
    const askers = Array.from({ length: 10 }, () => ask("a"));
    asked[0]?.answer(7);
    expect(await Promise.all(askers)).toEqual(Array(10).fill(7));
    expect(asked).toHaveLength(1);
  });

  it.each([
    [999, 1_000, 1],
    [1_000, 1_000, 2],
    [0, 1, 1],
    [0, 0, 2],
    [1, 0, 2],
    // A clock that was set back tells nothing of its age.
    [-1, 1_000, 2],
  ])(
    "that was asked for %i ms ago serves whom %i ms are young enough: %i requests",
    async (age, maxAge, requests) => {
      const { clock, asked, ask } = open();
      void ask("a");
      asked[0]?.answer(1);
      await clock.advance(age);
      const second = ask("a", maxAge);
      asked[1]?.answer(2);
      expect(await second).toBe(requests);
      expect(asked).toHaveLength(requests);
    },
  );

  it("is as old as its question, also while it is under way", async () => {
    const { clock, asked, ask } = open();
    const old = ask("a");
    await clock.advance(2_000);
    const young = ask("a");
    asked[1]?.answer(2);
    asked[0]?.answer(1);
    expect([await old, await young, await ask("a")]).toEqual([1, 2, 2]);
  });

  it("is not lost for others when one gives up, not even the one who asked", async () => {
    const { asked, ask } = open();
    const stop = new AbortController();
    const first = ask("a", 1_000, stop.signal);
    const second = ask("a");
    stop.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    expect(asked[0]?.signal.aborted).toBe(false);
    asked[0]?.answer(7);
    expect(await second).toBe(7);
    expect(asked).toHaveLength(1);
  });

  it("is given up when nobody waits for it, and asked for anew by who comes then", async () => {
    const { asked, ask } = open();
    const stop = new AbortController();
    const all = [ask("a", 1_000, stop.signal), ask("a", 1_000, stop.signal)];
    stop.abort(new Error("enough"));
    await Promise.allSettled(all);
    expect(asked[0]?.signal.aborted).toBe(true);
    const next = ask("a");
    asked[0]?.fail(new Error("enough"));
    asked[1]?.answer(2);
    expect(await next).toBe(2);
  });

  it("is asked for anew where whoever asked took the connection along", async () => {
    const { asked, ask } = open();
    const first = ask("a");
    const others = [ask("a"), ask("a")];
    asked[0]?.fail(new Error("The client is destroyed"));
    await expect(first).rejects.toThrow("destroyed");
    await settled();
    asked[1]?.answer(2);
    expect(await Promise.all(others)).toEqual([2, 2]);
    expect(asked).toHaveLength(2);
  });

  it("that is a registry's refusal is told to all who wait, and not kept", async () => {
    const { asked, ask } = open();
    const askers = [ask("a"), ask("a")];
    asked[0]?.fail(new RegistryError("UNAVAILABLE", "503"));
    expect((await Promise.allSettled(askers)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    void ask("a");
    expect(asked).toHaveLength(2);
  });

  it("is one for each question", async () => {
    const { asked, ask } = open();
    void ask("a");
    void ask("b");
    expect(asked).toHaveLength(2);
  });

  it("is not kept where it weighs nothing", async () => {
    const { answers, asked, ask } = open();
    const askers = [ask("a"), ask("a")];
    asked[0]?.answer(0);
    expect(await Promise.all(askers)).toEqual([0, 0]);
    expect([answers.peek("a", 1_000), asked.length]).toEqual([undefined, 1]);
  });
});

describe("the memory for shared answers", () => {
  it("is bounded, and those that were not asked for longest go first", async () => {
    const { answers, asked, ask } = open();
    for (const [index, key] of ["a", "b", "c"].entries()) {
      void ask(key);
      asked[index]?.answer(40);
      await settled();
      answers.peek("a", 1_000);
    }
    expect(["a", "b", "c"].map((key) => answers.peek(key, 1_000))).toEqual([40, undefined, 40]);
  });

  it("forgets at once what is more than all it has", async () => {
    const { answers, asked, ask } = open();
    const large = ask("a");
    asked[0]?.answer(101);
    expect([await large, answers.peek("a", 1_000)]).toEqual([101, undefined]);
  });
});
