import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../../src/config/parse-config.ts";
import type { Problem } from "../../../../src/config/problem.ts";
import { renderInvalidConfig } from "../../../../src/github/report/render/render-invalid-config.ts";
import { HOSTILE, livelyTextOf, tagsOf } from "./html.ts";

const FILE = ".github/mirror.yml";
const problem = (changes: Partial<Problem> = {}): Problem => ({
  line: 5,
  column: 3,
  endLine: 5,
  endColumn: 6,
  message: 'unknown key "tag"',
  hint: 'did you mean "tags"?',
  path: "mirrors[0].tag",
  ...changes,
});

describe("renderInvalidConfig", () => {
  it("lists what is wrong, and annotates each line", () => {
    const whole = problem({
      line: 1,
      column: 1,
      path: "",
      message: "is not UTF-8 text",
      hint: "save it as UTF-8",
    });
    const { title, summary, annotations } = renderInvalidConfig([problem(), whole], FILE);
    expect(title).toBe("2 problems in .github/mirror.yml");
    expect(summary).toBe(
      [
        "Nothing was copied: `.github/mirror.yml` has to be put right first.",
        "",
        "### What is wrong",
        "",
        "- 5:3: unknown key &#34;tag&#34; (did you mean &#34;tags&#34;?)",
        "- 1:1: is not UTF-8 text (save it as UTF-8)",
        "",
        "Push a corrected file to the default branch; that starts a new run.",
      ].join("\n"),
    );
    expect(annotations?.map(({ title, message }) => [title, message])).toEqual([
      ["mirrors[0].tag", 'unknown key "tag"\ndid you mean "tags"?'],
      [".github/mirror.yml", "is not UTF-8 text\nsave it as UTF-8"],
    ]);
    expect(annotations?.[0]).toEqual({
      path: FILE,
      startLine: 5,
      endLine: 5,
      startColumn: 3,
      endColumn: 5,
      level: "failure",
      title: "mirrors[0].tag",
      message: 'unknown key "tag"\ndid you mean "tags"?',
    });
  });

  it.each<[string, Partial<Problem>, object]>([
    ["a word", {}, { startLine: 5, endLine: 5, startColumn: 3, endColumn: 5 }],
    ["a place of no width", { endColumn: 3 }, { startLine: 5, endLine: 5, startColumn: 3, endColumn: 3 }],
    ["several lines", { endLine: 7 }, { startLine: 5, endLine: 7 }],
    [
      "an end before the start",
      { endLine: 2, endColumn: 1 },
      { startLine: 5, endLine: 5, startColumn: 3, endColumn: 3 },
    ],
    [
      "nothing at all",
      { line: 0, column: 0, endLine: 0, endColumn: 0 },
      { startLine: 1, endLine: 1, startColumn: 1, endColumn: 1 },
    ],
  ])("places %s where GitHub takes it", (_what, place, expected) => {
    const [annotation] = renderInvalidConfig([problem(place)], FILE).annotations ?? [];
    const { path: _path, level: _level, title: _title, message: _message, ...lines } = annotation ?? {};
    expect(lines).toEqual(expected);
  });

  it("needs no end, and no hint", () => {
    const { annotations, summary } = renderInvalidConfig(
      [{ line: 2, column: 4, message: "bad", path: "" }],
      FILE,
    );
    expect(annotations?.[0]).toMatchObject({ endLine: 2, endColumn: 4, message: "bad" });
    expect(summary).toContain("\n- 2:4: bad\n");
  });

  it("keeps every annotation, whatever the summary has room for", () => {
    const problems = Array.from({ length: 201 }, (_, at) =>
      problem({ line: at + 1, message: "x".repeat(5000) }),
    );
    const { summary, annotations } = renderInvalidConfig(problems, FILE);
    expect(annotations).toHaveLength(201);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(60_000);
    expect(summary).toMatch(/\n- … and \d+ more\n/);
    expect(Math.max(...(annotations ?? []).map(({ message }) => message.length))).toBeLessThan(16_384);
  });

  it.each(HOSTILE)("is not led astray by %j", (value) => {
    const problems = [problem({ message: value, hint: value, path: value })];
    const { summary, annotations } = renderInvalidConfig(problems, FILE);
    const structure = tagsOf(summary).filter((tag) => tag !== "code" && tag !== "a");
    expect(structure).toEqual(["p", "h3", "ul", "li", "p"]);
    expect(summary).not.toContain("<!--");
    expect(livelyTextOf(summary)).not.toMatch(/@\w|#\d|GH-\d/);
    expect(annotations?.[0]?.message).not.toMatch(/[\p{Cf}\p{Cs}\0\r]|\n.*\n/u);
  });

  it("renders what the config reader finds", () => {
    const { problems } = parseConfig("version: 1\nmirrors:\n  - source: redis\n    tag: 7\n");
    const { annotations } = renderInvalidConfig(problems, FILE);
    expect(annotations?.map(({ startLine }) => startLine)).toEqual(problems.map(({ line }) => line));
    expect(annotations?.length).toBeGreaterThan(0);
  });
});
