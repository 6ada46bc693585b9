import { describe, expect, it } from "vitest";
import { createLog, type Log } from "../../src/observe/log.ts";
import { inLogContext } from "../../src/observe/log-context.ts";
import { createRedact } from "../../src/observe/redact.ts";
import { secretsOf } from "../../src/observe/secrets-of.ts";
import { CONFIGURED, SECRETS } from "./secrets.ts";

function recordLog(pretty = false): {
  log: Log;
  output: () => string;
  lines: () => Record<string, unknown>[];
} {
  const written: string[] = [];
  const log = createLog({
    level: "trace",
    pretty,
    redact: createRedact(secretsOf(CONFIGURED)),
    destination: { write: (line) => written.push(line) },
  });
  return { log, output: () => written.join(""), lines: () => written.map((line) => JSON.parse(line)) };
}

const PATHS: readonly (readonly [string, (log: Log, text: string) => void])[] = [
  ["a message", (log, text) => log.info(text)],
  ["a value in a message", (log, text) => log.info("it was %s, %o", text, { text })],
  ["a field", (log, text) => log.info({ note: text }, "note")],
  ["a deep field", (log, text) => log.info({ a: { b: [{ c: text }] } }, "deep")],
  ["a name of a field", (log, text) => log.info({ [text]: 1 }, "name")],
  ["a binding", (log, text) => log.child({ repository: text }).info("bound")],
  ["a context", (log, text) => inLogContext({ run: text }, () => log.info("in context"))],
  ["an error's message", (log, text) => log.error(new Error(text))],
  ["an error's message and stack", (log, text) => log.error({ err: new Error(text) }, "failed")],
  [
    "an error's code",
    (log, text) => log.error({ err: Object.assign(new Error("x"), { code: text }) }, "failed"),
  ],
  [
    "a cause",
    (log, text) => log.error({ err: new Error("outer", { cause: new TypeError(text) }) }, "failed"),
  ],
  [
    "one error of many",
    (log, text) => log.error({ err: new AggregateError([new Error(text)], "all") }, "failed"),
  ],
  ["what was thrown and is no error", (log, text) => log.error({ err: text }, "failed")],
  [
    "a URL of a request",
    (log, text) => log.info({ req: { method: "GET", url: text, headers: { a: text } } }, "x"),
  ],
];

describe("a log", () => {
  it.each(PATHS)("lets no secret out by way of %s", (_, tell) => {
    const { log, output, lines } = recordLog();
    const all = [
      ...SECRETS.map(([, text, secret]) => [text, secret] as const),
      [CONFIGURED.webhookSecret, CONFIGURED.webhookSecret] as const,
      ["p@ss+w/ord", "p@ss+w/ord"] as const,
    ];
    for (const [text] of all) tell(log, text);
    expect(lines().length).toBe(all.length);
    for (const [, secret] of all) expect(output()).not.toContain(secret);
    expect(output()).not.toContain(JSON.stringify(CONFIGURED.webhookSecret).slice(1, -1));
  });

  it.each(PATHS)("lets none out by way of %s at a terminal either", (_, tell) => {
    const { log, output } = recordLog(true);
    for (const [, text] of SECRETS) tell(log, text);
    expect(output()).not.toBe("");
    for (const [, , secret] of SECRETS) expect(output()).not.toContain(secret);
  });

  it.each(["payload", "body", "rawBody", "headers", "event", "response", "res"])("leaves %s out", (name) => {
    const { log, output } = recordLog();
    log.info({ [name]: { anything: "PRIVATE-TEXT" } }, "x");
    expect(output()).toContain("[left out]");
    expect(output()).not.toContain("PRIVATE-TEXT");
  });

  it("writes one line of JSON with time, level and message, and nothing of the machine", () => {
    const { log, lines } = recordLog();
    log.child({ delivery: "d" }).warn({ repository: "acme/mirror" }, "words");
    expect(lines()).toEqual([
      {
        level: "warn",
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        delivery: "d",
        repository: "acme/mirror",
        msg: "words",
      },
    ]);
  });

  it("says what a line belongs to, inside the work and not after it", () => {
    const { log, lines } = recordLog();
    inLogContext({ delivery: "d" }, () => {
      inLogContext({ run: "r" }, () => {
        log.info({ extra: 1 }, "inner");
        log.info("inner too");
      });
      log.info("outer");
    });
    log.info("outside");
    expect(lines().map(({ delivery, run, extra }) => [delivery, run, extra])).toEqual([
      ["d", "r", 1],
      ["d", "r", undefined],
      ["d", undefined, undefined],
      [undefined, undefined, undefined],
    ]);
  });

  it("is for people where it is to be", () => {
    const { log, output } = recordLog(true);
    log.info({ run: "r" }, "words");
    expect(output()).toMatch(/INFO.*words/);
    expect(() => JSON.parse(output())).toThrow();
  });
});
