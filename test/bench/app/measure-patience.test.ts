import { expect, it } from "vitest";
import { leastHours } from "../../../bench/app/measure-patience.ts";

it.each([
  [100, 100, 0],
  [101, 100, 6],
  [500, 100, 24],
  [500, 80, 36],
])("%i pulls at %i in each window take %i hours at least", (pulls, grant, hours) => {
  expect(leastHours(pulls, grant)).toBe(hours);
});
