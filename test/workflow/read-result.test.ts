import { describe, expect, it } from "vitest";
import { type JobResult, RESULT_LIMITS, writeResult } from "../../src/workflow/job-result.ts";
import { ResultError, type ResultErrorCode, readResult } from "../../src/workflow/read-result.ts";
import { digest, image, report } from "../cli/reports.ts";

const RUN = "0193f4a2-7b1c-7d3e-8f00-1234567890ab";
const DIGEST = digest("5");
const EXPECTED = { run: RUN, destination: "ghcr.io/acme" };
const FAILED = image({
  result: "failed",
  error: { code: "DENIED", side: "destination", message: "no", remedy: "ask" },
});
const GOOD: JobResult = {
  version: 1,
  run: RUN,
  part: 1,
  parts: 2,
  report: {
    ...report([image(), FAILED], { pulls: { "docker.io": 1 } }),
    unmatched: [{ source: "docker.io/library/redis", pattern: "9.*" }],
    pullLimits: [{ registry: "docker.io", limit: 100, remaining: 76, window: 21_600, countedBy: "address" }],
  },
};

/** A copy with the value at a path replaced; `undefined` removes it. */
function changed(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(GOOD));
  const steps = path.split("/");
  const last = steps.pop() ?? "";
  const holder = steps.reduce((node, step) => node[step], copy);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

const bytesOf = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

function refusal(bytes: Uint8Array): ResultErrorCode | undefined {
  try {
    readResult(bytes, EXPECTED);
    return undefined;
  } catch (error) {
    if (error instanceof ResultError) return error.code;
    throw error;
  }
}

describe("readResult", () => {
  it("reads what a job wrote", () => {
    expect(readResult(Buffer.from(writeResult(GOOD)), EXPECTED)).toEqual(GOOD);
  });

  it.each([
    "extra",
    "report/extra",
    "report/summary/extra",
    "report/images/0/extra",
    "report/images/1/error/url",
  ])("leaves out what it does not know: %s", (path) => {
    expect(readResult(bytesOf(changed(path, { "<script>": 1 })), EXPECTED)).toEqual(GOOD);
  });

  it("takes no prototype from it", () => {
    const text = JSON.stringify(GOOD).replace('"version":1', '"version":1,"__proto__":{"parts":1}');
    const result = readResult(bytesOf(text), EXPECTED);
    expect(result).toEqual(GOOD);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(Object.keys(result)).not.toContain("__proto__");
  });

  it.each<[path: string, value: unknown]>([
    ["version", 2],
    ["version", "1"],
    ["run", 7],
    ["part", -1],
    ["part", 2],
    ["part", 0.5],
    ["parts", 0],
    ["parts", 1_000],
    ["parts", undefined],
    ["report", null],
    ["report", []],
    ["report/summary/copied", -1],
    ["report/summary/copied", "1"],
    ["report/summary/copied", undefined],
    ["report/summary/bytes", 1e300],
    ["report/summary/bytes", 1.5],
    ["report/summary/seconds", -1],
    ["report/summary/seconds", null],
    ["report/summary/pulls", { "a b": 1 }],
    ["report/summary/pulls", { "docker.io": -1 }],
    ["report/summary/pulls", { "<script>": 1 }],
    ["report/images", {}],
    ["report/images/0", null],
    ["report/images/0/source", ""],
    ["report/images/0/source", "x".repeat(1_001)],
    ["report/images/0/source", "docker.io/library/redis:\0"],
    ["report/images/0/source", "docker.io/library/redis 7"],
    ["report/images/0/destination", undefined],
    ["report/images/0/destination", "ghcr.io/acme/redis:\ud800"],
    ["report/images/0/destination", "ghcr.io/other/redis:7"],
    ["report/images/0/destination", "ghcr.io/acme-too/redis:7"],
    ["report/images/0/destination", "evil.example/ghcr.io/acme/redis:7"],
    ["report/images/0/action", "delete"],
    ["report/images/0/result", "Done"],
    ["report/images/0/digest", "sha256:abc"],
    ["report/images/0/digest", `sha256:${"A".repeat(64)}`],
    ["report/images/0/digest", `md5:${"a".repeat(32)}`],
    ["report/images/0/digest", undefined],
    ["report/images/0/previousDigest", ""],
    ["report/images/0/sourceDigest", `sha256:${"a".repeat(64)}\n`],
    ["report/images/0/platforms", "linux/amd64"],
    ["report/images/0/platforms", ["x".repeat(201)]],
    ["report/images/0/platforms", Array.from({ length: 201 }, () => "x")],
    ["report/images/0/bytes", -1],
    ["report/images/0/reason", "x".repeat(2_001)],
    ["report/images/0/line", 0],
    ["report/images/0/line", 1.5],
    ["report/images/0/line", 2 ** 20 + 2],
    ["report/images/1/error/code", "lower case"],
    ["report/images/1/error/side", "middle"],
    ["report/images/1/error/message", "x".repeat(2_001)],
    ["report/images/1/error/remedy", 1],
    ["report/images/0/until", "tomorrow"],
    ["report/images/0/until", 1],
    ["report/images/0/until", "2026-99-99T99:99:99.999Z"],
    ["report/images/0/pulls", 2 ** 31],
    ["report/pullLimits/0/limit", 2 ** 31],
    ["report/images/0/isVanished", false],
    ["report/images/0/backup", ""],
    ["report/images/0/pulls", -1],
    ["report/summary/deferred", -1],
    ["report/pullLimits/0/identity", "<script>"],
    ["report/removals", [{ destination: "ghcr.io/other/redis:5", digest: DIGEST, result: "deleted" }]],
    ["report/removals", [{ destination: "ghcr.io/acme/redis:5", digest: DIGEST, result: "done" }]],
    ["report/removals", [{ destination: "ghcr.io/acme/redis:5", digest: "sha256:abc", result: "kept" }]],
    ["report/selections", [{ source: "docker.io/library/redis", available: 1, selected: 1 }]],
    ["report/departed", [{ destination: "ghcr.io/acme/redis:5", digest: DIGEST, why: "gone" }]],
    ["report/unmatched/0/pattern", "x".repeat(257)],
    ["report/unmatched/0/source", 1],
  ])("refuses %s = %j", (path, value) => {
    expect(refusal(bytesOf(changed(path, value)))).toBe("MALFORMED");
  });

  it.each<[what: string, bytes: Uint8Array]>([
    ["nothing", Buffer.alloc(0)],
    ["half of it", bytesOf(JSON.stringify(GOOD).slice(0, -20))],
    [
      "what is not UTF-8",
      Buffer.concat([bytesOf('{"version":1,"run":"'), Buffer.from([0xff]), bytesOf('"}')]),
    ],
    ["a list", bytesOf([GOOD])],
    ["null", bytesOf("null")],
    ["deep nesting", bytesOf(`${"[".repeat(50_000)}${"]".repeat(50_000)}`)],
    ["infinity", bytesOf(JSON.stringify(GOOD).replace('"seconds":0', '"seconds":1e999'))],
    [
      "too many images",
      bytesOf(
        changed(
          "report/images",
          Array.from({ length: RESULT_LIMITS.images + 1 }, () => image()),
        ),
      ),
    ],
  ])("refuses %s", (_, bytes) => {
    expect(refusal(bytes)).toBe("MALFORMED");
  });

  it("refuses the result of another run", () => {
    expect(refusal(bytesOf(changed("run", "0193f4a2-7b1c-7d3e-8f00-ffffffffffff")))).toBe("OTHER_RUN");
  });

  it("refuses more than it would ever read", () => {
    expect(refusal(Buffer.alloc(32 * 1024 * 1024 + 1, " "))).toBe("TOO_LARGE");
  });

  it("says where it is wrong, and quotes nothing", () => {
    const read = () =>
      readResult(bytesOf(changed("report/images/0/reason", { secret: "hunter2" })), EXPECTED);
    expect(read).toThrow("/report/images/0/reason must be string");
    expect(() => readResult(bytesOf("hunter2"), EXPECTED)).toThrow(/^(?!.*hunter2)/);
  });
});
