import { expect, it } from "vitest";
import { keepRecent } from "../../../sandbox/github/keep-recent.ts";

it("keeps what came last, in order, and not more than 10,000", () => {
  const log: number[] = [];
  let longest = 0;
  for (let entry = 0; entry < 25_000; entry++) {
    keepRecent(log, entry);
    longest = Math.max(longest, log.length);
  }
  expect(longest).toBe(10_000);
  expect(log.at(-1)).toBe(24_999);
  expect(log).toEqual(Array.from({ length: log.length }, (_, at) => 25_000 - log.length + at));
  expect(log.length).toBeGreaterThan(8_999);
});
