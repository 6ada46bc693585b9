import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import { problemsOf } from "./problems-of.ts";

const DIGEST = `sha256:${"a1".repeat(32)}`;

describe("entries that meet", () => {
  const hint = "give one of the two another `to`, or remove one";
  it.each<[what: string, items: readonly string[], problems: readonly string[]]>([
    ["twice the same", ["redis:7", "redis:7"], [`4:5: lines 3 and 4 both write "redis:7" (${hint})`]],
    [
      "the same last part",
      ["a/redis", "b/redis"],
      [`4:5: lines 3 and 4 both write "redis:latest" (${hint})`],
    ],
    [
      "by `to`",
      ["redis:7", "{ source: a/b:7, to: redis }"],
      [`4:5: lines 3 and 4 both write "redis:7" (${hint})`],
    ],
    [
      "in full",
      ["{ source: a, to: ghcr.io/x/y }", "{ source: b, to: ghcr.io/x/y }"],
      [`4:5: lines 3 and 4 both write "ghcr.io/x/y:latest" (${hint})`],
    ],
    [
      "in several tags",
      ["{ source: a/r, tags: [x, y, z] }", "{ source: b/r, tags: [z, y, q] }"],
      [`4:5: lines 3 and 4 both write "r:z" and 1 more (${hint})`],
    ],
    [
      "with two others",
      ["{ source: a/r, tags: [x] }", "b/r:y", "{ source: c/r, tags: [x, y] }"],
      [`5:5: lines 3 and 5 both write "r:x" (${hint})`, `5:5: lines 4 and 5 both write "r:y" (${hint})`],
    ],
    ["by a pinned tag", [`a/r:1@${DIGEST}`, "b/r:1"], [`4:5: lines 3 and 4 both write "r:1" (${hint})`]],
    [
      "after one that cannot be read",
      ["A", "redis", "redis"],
      [
        '3:5: "A" is not an image reference: a repository is written in lower case',
        `5:5: lines 4 and 5 both write "redis:latest" (${hint})`,
      ],
    ],
    ["not, in different tags", ["a/r:1", "b/r:2"], []],
    ["not, in different places", ["a/r", "{ source: b/r, to: s }", "{ source: c/r, to: ghcr.io/x/r }"], []],
    ["not, in one entry", ["{ source: r, tags: [a, a] }"], []],
    [
      "not known yet, in globs",
      ["{ source: a/r, tags: ['1*'] }", "{ source: b/r, tags: ['*'] }", "c/r:1"],
      [],
    ],
  ])("%s", (_, items, problems) => {
    expect(problemsOf(`version: 1\nmirrors:\n${items.map((item) => `  - ${item}\n`).join("")}`)).toEqual(
      problems,
    );
  });

  it("gives the path of the later one", () => {
    const { problems } = parseConfig("version: 1\nmirrors: [A, redis, redis]\n");
    expect(problems.map(({ path }) => path)).toEqual(["mirrors[0]", "mirrors[2]"]);
  });
});

describe("wishes for the visibility of a package", () => {
  const hint = "keep one of the two: it holds for all tags";
  it.each<[what: string, items: readonly string[], problems: readonly string[]]>([
    [
      "that contradict each other",
      ["{ source: redis:7, visibility: public }", "redis:8", "{ source: redis:9, visibility: private }"],
      [`5:5: lines 3 and 5 want "redis" public and private (${hint})`],
    ],
    [
      "that agree",
      ["{ source: redis:7, visibility: public }", "{ source: redis:8, visibility: public }"],
      [],
    ],
    [
      "of different packages",
      [
        "{ source: redis:7, visibility: public }",
        "{ source: redis:8, to: ghcr.io/x/redis, visibility: private }",
      ],
      [],
    ],
  ])("%s", (_, items, problems) => {
    expect(problemsOf(`version: 1\nmirrors:\n${items.map((item) => `  - ${item}\n`).join("")}`)).toEqual(
      problems,
    );
  });
});
