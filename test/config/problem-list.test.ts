import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import { problemsOf } from "./problems-of.ts";

describe("a problem", () => {
  it("says where it is, as range and as path", () => {
    const { problems } = parseConfig(
      'version: 1\nmirrors:\n  - source: redis\n    tags: ["7", 1.10]\n    "a b": 1\n',
    );
    expect(problems).toEqual([
      expect.objectContaining({ line: 4, column: 17, endLine: 4, endColumn: 21, path: "mirrors[0].tags[1]" }),
      expect.objectContaining({ line: 5, column: 5, endLine: 5, endColumn: 10, path: 'mirrors[0]["a b"]' }),
    ]);
  });

  it("counts once, where it is written, however many aliases lead to it", () => {
    expect(
      problemsOf("version: 1\nmirrors:\n  - { source: a, tags: &t [a/b] }\n  - { source: b, tags: *t }\n"),
    ).toEqual(['3:29: a tag never holds "/" (write the tag alone; the name belongs in `source`)']);
  });

  it("has the path by which it is met first", () => {
    const { problems } = parseConfig(
      "version: 1\nmirrors: [{ source: a, tags: &t [a/b] }, { source: b, tags: *t }]\n",
    );
    expect(problems.map(({ path }) => path)).toEqual(["mirrors[0].tags[0]"]);
  });

  it("of a default is told once, not for every entry", () => {
    expect(problemsOf('version: 1\ndefaults: { tags: [a], exclude: ["*"] }\nmirrors: [a, b, c]\n')).toEqual([
      '2:20: the tag "a" is excluded by "*" on line 2 (remove one of the two, or give the entry an `exclude` of its own)',
    ]);
  });

  it("never stands alone where there are more, and they come in the order of the file", () => {
    const text = "mirors: []\nversion: 2\ndefaults: { tags: [1], on-change: x }\nmirrors: [{ to: a:b }, A]\n";
    expect(problemsOf(text).map((problem) => problem.split(" ", 1)[0])).toEqual([
      "1:1:",
      "2:10:",
      "3:20:",
      "3:35:",
      "4:11:",
      "4:18:",
      "4:24:",
    ]);
  });

  it("is cut after two hundred", () => {
    const found = problemsOf(`version: 1\nmirrors:\n${"  - A\n".repeat(300)}`);
    expect(found).toHaveLength(201);
    expect(found.at(-1)).toMatch(/: and 100 more problems$/);
  });

  it("repeats little of what is long", () => {
    const long = "x".repeat(100_000);
    for (const problem of problemsOf(
      `version: 1\nmirrors: [{ source: ${long}, to: "${long}", tags: ["${long}/"] }]\n? ${long}\n: 1\n`,
    )) {
      expect(problem.length).toBeLessThan(400);
    }
  });
});
