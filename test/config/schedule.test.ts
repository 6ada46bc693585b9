import { describe, expect, it } from "vitest";
import { type CronError, parseCron } from "../../src/config/cron.ts";
import { DAY, HOUR, MINUTE } from "../../src/config/duration.ts";
import { describeSchedule, nextDue, type Schedule } from "../../src/config/schedule.ts";

const CLOSEST = 15 * MINUTE;
const cron = (line: string): Schedule => ({ kind: "cron", line: parseCron(line, CLOSEST) });
const every = (interval: number): Schedule => ({ kind: "every", interval });
const at = (time: string) => Date.parse(time);
const SEEDS = Array.from({ length: 400 }, (_, index) => `acme/mirrors ${index}`);

describe("describeSchedule", () => {
  it.each<[described: string, schedule: Schedule]>([
    ["every 6h", every(6 * HOUR)],
    ["every 90m", every(90 * MINUTE)],
    ["every 7d", every(7 * DAY)],
    ["0 3 * * 1", cron("0  3 * * 1 ")],
    ["0 3 * JAN MON", cron("0 3 * jan mon")],
    ["never", { kind: "never" }],
  ])("%s", (described, schedule) => {
    expect(describeSchedule(schedule)).toBe(described);
  });
});

describe("parseCron", () => {
  it.each<[line: string, position: number, message: string]>([
    ["0 3 * *", 0, "a cron line has five fields, this has 4"],
    ["0 0 3 * * 1", 0, "a cron line has five fields, this has 6"],
    ["60 3 * * *", 0, '"60" is no minute'],
    ["0 24 * * *", 2, '"24" is no hour'],
    ["0 0 0 * *", 4, '"0" is no day of the month'],
    ["0 0 32 * *", 4, '"32" is no day of the month'],
    ["0 0 * 13 *", 6, '"13" is no month'],
    ["0 0 * JANUARY *", 6, '"JANUARY" is no month'],
    ["0 0 * MON *", 6, '"MON" is no month'],
    ["0 0 * * 8", 8, '"8" is no day of the week'],
    ["0 0 * * 5-1", 8, '"5-1" is no day of the week'],
    ["0 0 L * *", 4, '"L" is no day of the month'],
    ["0 0 * * 1L", 8, '"1L" is no day of the week'],
    ["0 0 * * 1#2", 8, '"1#2" is no day of the week'],
    ["0 0 15W * *", 4, '"15W" is no day of the month'],
    ["H 3 * * *", 0, '"H" is no minute'],
    ["0 0 ? * *", 4, '"?" is no day of the month'],
    ["*/0 * * * *", 0, '"*/0" is no minute'],
    ["1,,2 * * * *", 0, '"1,,2" is no minute'],
    ["-5 * * * *", 0, '"-5" is no minute'],
    ["*/90 * * * *", 1, "a step of 90 is longer than the whole field"],
    ["0 0 31 2 *", 0, '"0 0 31 2 *" never comes: no such month has such a day'],
    ["0 0 31 4,6 *", 0, '"0 0 31 4,6 *" never comes: no such month has such a day'],
    ["0 0 30 FEB *", 0, '"0 0 30 FEB *" never comes: no such month has such a day'],
    ["0 0 1 * 1", 8, "this line names days of the month and of the week, and cron would run on both kinds"],
    ["* * * * *", 0, '"* * * * *" comes more often than every 15 minutes'],
    ["*/10 * * * *", 0, '"*/10 * * * *" comes more often than every 15 minutes'],
    ["0,50 * * * *", 0, '"0,50 * * * *" comes more often than every 15 minutes'],
    ["0,10 3 1 1 *", 0, '"0,10 3 1 1 *" comes more often than every 15 minutes'],
    ["5,55 0,23 * * *", 0, '"5,55 0,23 * * *" comes more often than every 15 minutes'],
  ])("refuses %s", (line, position, message) => {
    expect(() => parseCron(line, CLOSEST)).toThrow(
      expect.objectContaining({ name: "CronError", position, message }) as CronError,
    );
  });

  it.each([
    "*/15 * * * *",
    "5/15 * * * *",
    "0,50 3 * * *",
    "0 0 29 2 *",
    "1-31/30 0-6/2,12 * JAN-MAR,12 SUN,6",
  ])("takes %s", (line) => {
    expect(parseCron(line, CLOSEST)).toBe(line);
  });
});

describe("nextDue", () => {
  it("is never for never", () => {
    expect(nextDue({ kind: "never" }, "a", 0)).toBeUndefined();
  });

  it.each<[line: string, now: string, next: string]>([
    ["0 3 * * *", "2026-03-28T02:59:59.999Z", "2026-03-28T03:00:00.000Z"],
    ["0 3 * * *", "2026-03-28T03:10:00.000Z", "2026-03-29T03:00:00.000Z"],
    // The hour that Europe leaves out, and the one that it has twice: there is none of that in UTC.
    ["30 1 * * *", "2026-03-29T00:00:00.000Z", "2026-03-29T01:30:00.000Z"],
    ["30 1 * * *", "2026-10-25T01:40:00.000Z", "2026-10-26T01:30:00.000Z"],
    ["0 3 * * MON", "2026-11-22T09:00:00.000Z", "2026-11-23T03:00:00.000Z"],
    ["0 3 * * 7", "2026-11-22T09:00:00.000Z", "2026-11-29T03:00:00.000Z"],
    ["0 0 29 2 *", "2096-03-01T00:00:00.000Z", "2104-02-29T00:00:00.000Z"],
    ["59 23 31 12 *", "2026-12-31T23:58:00.000Z", "2026-12-31T23:59:00.000Z"],
  ])("%s after %s is %s, and up to five minutes", (line, now, next) => {
    for (const seed of SEEDS.slice(0, 20)) {
      const due = nextDue(cron(line), seed, at(now)) ?? Number.NaN;
      // What is spread to before `now` is one that came already: asked at five past, all of them are behind.
      expect(due - at(next)).toBeGreaterThanOrEqual(0);
      expect(due - at(next)).toBeLessThan(5 * MINUTE);
    }
  });

  it.each([
    ["an interval", every(6 * HOUR), 6 * HOUR],
    ["the longest interval", every(90 * DAY), 90 * DAY],
    ["a cron line", cron("0 */6 * * *"), 5 * MINUTE],
  ])("spreads %s evenly, and always by the same", (_, schedule, span) => {
    const now = at("2026-11-22T05:59:59.999Z");
    const waits = SEEDS.map((seed) => (nextDue(schedule, seed, now) ?? Number.NaN) - now);
    const tenths = Map.groupBy(waits, (wait) => Math.floor((wait / span) * 10));
    for (let tenth = 0; tenth < 10; tenth++) {
      expect(tenths.get(tenth)?.length).toBeGreaterThan(15);
    }
    expect(Math.min(...waits)).toBeGreaterThan(0);
    expect(SEEDS.map((seed) => (nextDue(schedule, seed, now) ?? Number.NaN) - now)).toEqual(waits);
  });

  it.each([
    ["an interval", every(7 * HOUR), 7 * HOUR],
    ["a cron line", cron("0 * * * *"), HOUR],
  ])("comes again and again in the same distance: %s", (_, schedule, distance) => {
    let now = at("2026-11-22T09:00:00.000Z");
    const first = nextDue(schedule, "a", now) ?? Number.NaN;
    now = first;
    for (let round = 1; round < 50; round++) {
      now = nextDue(schedule, "a", now) ?? Number.NaN;
      expect(now).toBe(first + round * distance);
    }
  });

  it("asks once after however long a time, and stays in step", () => {
    const schedule = every(6 * HOUR);
    const before = nextDue(schedule, "a", at("2026-01-01T00:00:00Z")) ?? Number.NaN;
    const after = nextDue(schedule, "a", at("2026-03-01T00:00:00Z")) ?? Number.NaN;
    expect(after - at("2026-03-01T00:00:00Z")).toBeLessThanOrEqual(6 * HOUR);
    expect((after - before) % (6 * HOUR)).toBe(0);
  });
});
