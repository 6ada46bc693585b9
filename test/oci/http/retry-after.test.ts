import { describe, expect, it } from "vitest";
import { retryAfter } from "../../../src/oci/http/retry-after.ts";

/** Sunday, 1 November 2026, 12:00:00 UTC. */
const NOW = Date.UTC(2026, 10, 1, 12);
const DAY = 86_400_000;

describe("retryAfter", () => {
  it.each([
    ["120", 120_000],
    [" 60 ", 60_000],
    ["0", 0],
    ["0.5", 500],
    ["1.1", 1_100],
    ["2.", 2_000],
    ["-5", 0],
    ["21600", 21_600_000],
    ["999999999", 999_999_999_000],
    ["Sun, 01 Nov 2026 12:00:30 GMT", 30_000],
    ["Sunday, 01-Nov-26 12:00:30 GMT", 30_000],
    ["Sun Nov  1 12:00:30 2026", 30_000],
    ["Sun, 01 Nov 2026 11:00:00 GMT", 0],
    ["Tue, 01 Dec 2026 12:00:00 GMT", 30 * DAY],
    [String(NOW / 1000 + 60), 60_000],
    [`${NOW / 1000 + 60}.25`, 60_250],
    [String(NOW / 1000 - 60), 0],
    ["1m30s", 90_000],
    ["10.3ms", 11],
    ["1h0m0.5s", 3_600_500],
    ["250us", 1],
    ["250µs", 1],
    ["250\u03bcs", 1],
    ["1ns", 0],
    [".5s", 500],
    ["1s.5s", 1_500],
    ["-1m", 0],
  ])("Retry-After: %s is %i ms", (value, expected) => {
    expect(retryAfter({ "retry-after": value }, "", NOW)).toBe(expected);
  });

  it.each([
    "",
    "soon",
    "1e3",
    "Infinity",
    "NaN",
    "12 apples",
    "5 minutes",
    "s",
    "1.2.3s",
    "1m garbage",
    "May 5",
    "Sunday",
  ])("Retry-After: %j says nothing", (value) => {
    expect(retryAfter({ "retry-after": value }, "", NOW)).toBeUndefined();
  });

  it("measures a time by the server's clock", () => {
    const date = "Sun, 01 Nov 2026 13:00:00 GMT";
    const headers = { date, "retry-after": "Sun, 01 Nov 2026 13:00:10 GMT" };
    expect(retryAfter(headers, "", NOW)).toBe(10_000);
    expect(retryAfter({ date, "retry-after": String(NOW / 1000 + 3_610) }, "", NOW)).toBe(10_000);
    expect(retryAfter({ date, "retry-after": "10" }, "", NOW)).toBe(10_000);
    expect(retryAfter({ ...headers, date: "yesterday" }, "", NOW)).toBe(3_610_000);
  });

  it.each([
    ["TOOMANYREQUESTS: retry-after: 10.3ms, allowed: 2000/minute", 11],
    ['{"errors":[{"code":"TOOMANYREQUESTS","message":"retry-after: 1m30s, allowed: 2000/minute"}]}', 90_000],
    ["retry-after: 681.327µs, allowed: 44000/minute", 1],
    ["Retry-After: 7", 7_000],
    ['{"retry_after": "2s"}', 2_000],
    ['{"retryAfter":3}', 3_000],
  ])("the words %s are %i ms", (body, expected) => {
    expect(retryAfter({}, body, NOW)).toBe(expected);
  });

  it.each(["", "toomanyrequests", "retry after a while", "retry-after: soon", "noretry-after: 3"])(
    "the words %j say nothing",
    (body) => {
      expect(retryAfter({}, body, NOW)).toBeUndefined();
    },
  );

  it.each([`${"1".repeat(65_000)}x`, "1".repeat(65_000), `${"1.".repeat(32_000)}s`, " ".repeat(65_000)])(
    "a hostile wait says nothing, in no time",
    (wait) => {
      const started = performance.now();
      expect(retryAfter({}, `retry-after: ${wait}`, NOW)).toBeUndefined();
      expect(retryAfter({ "retry-after": wait }, "", NOW)).toBeUndefined();
      expect(performance.now() - started).toBeLessThan(50);
    },
  );

  it("believes the header first, and the body where the header makes no sense", () => {
    const body = "retry-after: 10ms";
    expect(retryAfter({ "retry-after": "60" }, body, NOW)).toBe(60_000);
    expect(retryAfter({ "retry-after": ["60", "5"] }, body, NOW)).toBe(60_000);
    expect(retryAfter({ "retry-after": "soon" }, body, NOW)).toBe(10);
  });
});
