import { describe, expect, it } from "vitest";
import { JobError } from "../../src/action/job-error.ts";
import { JobLog } from "../../src/action/job-log.ts";
import { sayFailure } from "../../src/action/say-failure.ts";
import { InputError } from "../../src/workflow/input-error.ts";
import { recorder } from "../cli/recorder.ts";

const HOSTILE = "a\n::set-output name=x::y\n  ::error::z ##[group]";
const going = new AbortController().signal;

/** What the runner would obey: it takes spaces before a command for nothing. */
const commands = (text: string) => text.split(/\r\n|\r|\n/).filter((line) => /^\s*::|##\[/.test(line));

describe("sayFailure", () => {
  it.each<[error: unknown, failure: string, words: string]>([
    [new InputError("run", "is not a UUID"), "wrong", "the input run is not a UUID"],
    [
      new JobError("CONFIG_INVALID", "2 problems in x", ["x:1:1: a", "x:2:1: b"]),
      "wrong",
      "2 problems in x; x:1:1: a",
    ],
    [new Error("boom 100%"), "mistake", "please report it: Error: boom 100%25"],
    ["boom", "mistake", "please report it: boom"],
  ])("says %s in one remark", (error, failure, words) => {
    const output = recorder();
    expect(sayFailure(error, output, going)).toBe(failure);
    expect(commands(output.text())).toEqual([expect.stringMatching(/^::error title=ghcr-mirror::/)]);
    expect(output.text()).toContain(words);
  });

  it("shows all problems of a config in the log", () => {
    const output = recorder();
    sayFailure(new JobError("CONFIG_INVALID", "x", ["a", "b"]), output, going);
    expect(output.text()).toMatch(/^- a\n- b\n/);
  });

  it("says that it was stopped, whatever that looks like", () => {
    const output = recorder();
    expect(sayFailure(new Error("aborted"), output, AbortSignal.abort())).toBe("stopped");
    expect(commands(output.text())).toEqual([]);
  });

  it.each([
    new JobError("CONFIG_INVALID", HOSTILE, [HOSTILE]),
    new InputError("only", HOSTILE),
    new Error(HOSTILE),
  ])("lets nothing from outside become a command", (error) => {
    const output = recorder();
    sayFailure(error, output, going);
    expect(commands(output.text())).toEqual([expect.stringMatching(/^::error title=ghcr-mirror::/)]);
  });
});

describe("JobLog", () => {
  it("stops commands first, and allows them again at the end, once", () => {
    const output = recorder();
    {
      using log = new JobLog(output, "t0ken");
      log.say(HOSTILE);
      log[Symbol.dispose]();
    }
    const lines = output.text().trimEnd().split("\n");
    expect(lines).toEqual([
      "::stop-commands::t0ken",
      expect.stringContaining("a\\n::set-output"),
      "::t0ken::",
    ]);
  });
});
