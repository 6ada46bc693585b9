import { describe, expect, it } from "vitest";
import { type KeptBack, type LimitWord, type PullBalance, pullBalance } from "../../src/jobs/pull-balance.ts";
import { random } from "../config/random.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Noon; the tables tell times as minutes from it. */
const NOON = Date.UTC(2026, 10, 22, 12);

const WORD: LimitWord = { limit: 100, remaining: 100, window: 6 * HOUR, seenAt: 0 };
const KEPT: KeptBack = { reserve: 20, allotted: 0 };

/** So many pulls at a minute. */
const at = (minute: number, count = 1) => Array<number>(count).fill(minute);

describe("the balance of pulls", () => {
  it.each<[string, Partial<LimitWord>, readonly number[], Partial<KeptBack>, Partial<PullBalance>]>([
    ["of nobody's pulls", {}, [], {}, { taken: 0, remaining: 100, free: 80, until: null }],
    [
      "of ours that the registry counted",
      { remaining: 70 },
      at(-9, 30),
      {},
      { taken: 30, remaining: 70, free: 50 },
    ],
    ["of ours since its word", { remaining: 70, seenAt: -5 }, at(-4, 30), {}, { remaining: 40, free: 20 }],
    ["of ours of the moment of its word", { remaining: 70 }, at(0, 30), {}, { remaining: 70, free: 50 }],
    ["of others' pulls", { remaining: 45 }, at(-9, 5), {}, { taken: 5, remaining: 45, free: 25 }],
    ["of ours that it does not count", { remaining: 90 }, at(-9, 30), {}, { remaining: 70, free: 50 }],
    ["of ours that left the window", { remaining: 100 }, at(-360, 80), {}, { taken: 0, free: 80 }],
    [
      "of ours that are about to leave",
      { remaining: 20 },
      at(-359, 80),
      {},
      { taken: 80, free: 0, until: 1 },
    ],
    [
      "of ours that left since its word",
      { remaining: 20, seenAt: -30 },
      [...at(-361, 50), ...at(-100, 30)],
      {},
      { taken: 30, remaining: 70, free: 50 },
    ],
    ["of a word that is as old as the window", { remaining: 0, seenAt: -360 }, at(-9, 5), {}, { free: 75 }],
    [
      "of a limit that is not above the reserve: half of it",
      { limit: 10, remaining: 10 },
      [],
      {},
      { free: 5, until: null },
    ],
    ["of no reserve", { remaining: 1 }, at(-9, 99), { reserve: 0 }, { free: 1 }],
    ["of a word of the future", { remaining: 50, seenAt: 600 }, at(-9, 50), {}, { remaining: 50, free: 30 }],
    ["of pulls of the future", { remaining: 20 }, at(600, 80), {}, { taken: 80, free: 0, until: 360 }],
    ["of what others were promised", {}, at(-9, 30), { allotted: 40 }, { remaining: 70, free: 10 }],
    ["of no more than others were promised", {}, at(-9, 30), { allotted: 50 }, { free: 0, until: 5 }],
    [
      "of a limit that became smaller",
      { limit: 50, remaining: 5 },
      [...at(-90, 45), ...at(-9, 5)],
      {},
      { free: 0, until: 270 },
    ],
    ["of a limit that others have spent", { remaining: 20 }, [], {}, { remaining: 20, free: 0, until: 30 }],
    [
      "of one that others have spent, a while ago",
      { remaining: 20, seenAt: -29 },
      [],
      {},
      { free: 0, until: 1 },
    ],
    [
      "of one whose spenders may be gone",
      { remaining: 0, seenAt: -30 },
      [],
      {},
      { remaining: 0, free: 1, until: null },
    ],
    ["of one that was tried since", { remaining: 0, seenAt: -60 }, at(-10), {}, { free: 0, until: 20 }],
    ["of one that was tried a while ago", { remaining: 0, seenAt: -60 }, at(-30), {}, { free: 1 }],
    [
      "of one whose spenders may be gone, beside ours",
      { remaining: 0, seenAt: -30 },
      at(-90, 80),
      {},
      { free: 0, until: 270 },
    ],
    ["of one that ours will leave before", { remaining: 20 }, at(-350, 10), {}, { free: 0, until: 10 }],
    [
      "of one that is promised to others when it may be tried",
      { remaining: 0, seenAt: -30 },
      [],
      { allotted: 3 },
      { free: 0, until: 5 },
    ],
  ])("%s", (_, word, pulls, kept, expected) => {
    const times = pulls.map((minute) => NOON + minute * MINUTE);
    const seenAt = NOON + (word.seenAt ?? 0) * MINUTE;
    const { until, ...balance } = pullBalance(
      { ...WORD, ...word, seenAt },
      times,
      { ...KEPT, ...kept },
      NOON,
    );
    const minute = until === null ? null : (until - NOON) / MINUTE;
    expect({ ...balance, until: minute }).toMatchObject(expected);
  });

  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    "never lets us exceed the limit, and always has an end (%i)",
    (seed) => {
      const next = random(seed);
      const upTo = (most: number) => Math.floor(next() * (most + 1));
      const kept = { reserve: upTo(30), allotted: 0 };
      const window = [HOUR, 6 * HOUR, 24 * HOUR][upTo(2)] ?? HOUR;
      const limit = 1 + upTo(130);
      const reserve = kept.reserve < limit ? kept.reserve : Math.floor(limit / 2);
      const ours: number[] = [];
      const others: number[] = [];
      let now = NOON;
      const within = (times: readonly number[]) => times.filter((time) => time > now - window).length;
      let word: LimitWord = { limit, remaining: limit, window, seenAt: now };
      for (let step = 0; step < 300; step++) {
        now += upTo(3) * upTo(window / 20);
        if (next() < 0.2) others.push(...at(now, upTo(5)));
        if (next() < 0.3)
          word = {
            limit,
            remaining: Math.max(0, limit - within(ours) - within(others)),
            window,
            seenAt: now,
          };
        const wanted = upTo(8);
        for (let pull = 0; pull < wanted; pull++) {
          const { free, until, taken } = pullBalance(word, ours, kept, now);
          expect(taken).toBe(within(ours));
          if (until === null) {
            expect(free).toBeGreaterThan(0);
            expect(free + taken).toBeLessThanOrEqual(limit - reserve);
            ours.push(now);
            continue;
          }
          expect(free).toBe(0);
          expect(until).toBeGreaterThan(now);
          expect(until).toBeLessThanOrEqual(now + window);
          expect(pullBalance(word, ours, kept, until).free).toBeGreaterThan(0);
          break;
        }
        expect(within(ours)).toBeLessThanOrEqual(limit - reserve);
      }
      expect(ours.length).toBeGreaterThan(0);
    },
  );
});
