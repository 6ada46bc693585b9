/** The headers that matter here, by lower-case name. */
export type WaitHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * How long a registry asks to wait, in whole milliseconds from `now` (milliseconds since the epoch); `undefined` when it
 * does not say, or says it incomprehensibly. Never negative, never clipped.
 *
 * `Retry-After` is read as seconds, as an HTTP date (RFC 9110, 10.2.3), or as a unix time, which Docker Hub sends. A
 * time is compared with the server's own `Date` where there is one, so that the clocks need not agree. Failing that,
 * GHCR's words in the body count: `retry-after: 10.3ms, allowed: 2000/minute`.
 */
export function retryAfter(headers: WaitHeaders, body: string, now: number): number | undefined {
  const serverNow = httpDate(first(headers["date"])) ?? now;
  const words = WORDS.exec(body)?.[1];
  const wait = parseWait(first(headers["retry-after"]), serverNow) ?? parseWait(words, serverNow);
  // Rounded up, so that nobody comes too early; to a microsecond first, because 1.1 s are 1100.0000000000002 ms.
  return wait === undefined ? undefined : Math.ceil(Number(Math.max(wait, 0).toFixed(3)));
}

/** GHCR's words. What is longer than any wait is none. */
const WORDS =
  /\bretry[-_ ]?after["']?\s{0,8}[:=]\s{0,8}["']?([-+.\w\u00b5\u03bc]{1,64})(?![-+.\w\u00b5\u03bc])/i;

/** Larger numbers are times (2001 and later), smaller ones are seconds to wait. */
const FIRST_UNIX_TIME = 1e9;

const UNITS: ReadonlyMap<string, number> = new Map([
  ["ns", 1e-6],
  ["us", 1e-3],
  ["\u00b5s", 1e-3],
  ["\u03bcs", 1e-3],
  ["ms", 1],
  ["s", 1e3],
  ["m", 60e3],
  ["h", 3600e3],
]);

function parseWait(text = "", now: number): number | undefined {
  const value = text.trim();
  if (value.length > 64) return undefined;
  if (/^[-+]?\d+(?:\.\d*)?$/.test(value)) {
    const seconds = Number(value);
    return seconds > FIRST_UNIX_TIME ? seconds * 1000 - now : seconds * 1000;
  }
  const time = httpDate(value);
  return time === undefined ? goDuration(value) : time - now;
}

/** Milliseconds of a Go duration such as `1m30s`. Go, package time, ParseDuration. */
function goDuration(text: string): number | undefined {
  const [, sign, amounts] =
    /^([-+]?)((?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/.exec(text) ?? [];
  if (amounts === undefined) return undefined;
  let total = 0;
  for (const [, amount, unit = ""] of amounts.matchAll(/([\d.]+)([^\d.]+)/g)) {
    total += Number(amount) * (UNITS.get(unit) ?? 0);
  }
  return sign === "-" ? -total : total;
}

/** The three forms of RFC 9110, 5.6.7, all of them in UTC. `Date.parse` alone would find dates in any text. */
function httpDate(text = ""): number | undefined {
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d/.test(text)) return undefined;
  const time = Date.parse(text.endsWith(" GMT") ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "object" ? value[0] : value;
}
