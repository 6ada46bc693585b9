import { expect, it } from "vitest";
import { parseSchedule } from "../../src/config/parse-schedule.ts";
import { describeSchedule, type Schedule } from "../../src/config/schedule.ts";

it.each<Schedule>([
  { kind: "never" },
  { kind: "every", interval: 6 * 3_600_000 },
  { kind: "every", interval: 90 * 60_000 },
  { kind: "cron", line: "0 3 * * MON" },
])("%o is read again as it was written", (schedule) => {
  expect(parseSchedule(describeSchedule(schedule))).toEqual(schedule);
});

it.each(["", "every", "every 0m", "every week", "at noon", "0 0 31 2 *"])("%j is no schedule", (text) => {
  expect(parseSchedule(text)).toBeUndefined();
});
