import { describe, expect, it } from "vitest";
import { EXAMPLE_CONFIG } from "../../../src/cli/init/example-config.ts";
import { addEntries } from "../../../src/config/edit/add-entries.ts";
import type { NewImage } from "../../../src/config/edit/write-entry.ts";
import { formatProblem } from "../../../src/config/problem.ts";
import { bodyOf, lines, REDIS, VAULT } from "./body-of.ts";

const DIGEST = `sha256:${"a1".repeat(32)}`;
function problemsOf(text: string, ...images: readonly NewImage[]): readonly string[] {
  const { problems = [] } = addEntries(text, images);
  return problems.map((problem) => formatProblem("", problem).slice(1));
}

describe("a file that is not there yet", () => {
  const head = EXAMPLE_CONFIG.split("\n", 1)[0] ?? "";
  const list = lines(
    "version: 1",
    "mirrors:",
    "  - docker.io/library/redis:7",
    "  - source: quay.io/x/vault:1.10",
    "    to: tools/vault",
  );

  it.each<[what: string, text: string | undefined, expected: string]>([
    ["none", undefined, `${head}\n${list}`],
    ["an empty one", "", `${head}\n${list}`],
    ["blank lines", "\n \n", `${head}\n${list}`],
    ["comments, which stay", "# ours\n# own", `# ours\n# own\n${list}`],
    ["comments on Windows", "\uFEFF# ours\r\n", `\uFEFF# ours\r\n${list.replaceAll("\n", "\r\n")}`],
  ])("%s", (_, text, expected) => {
    expect(addEntries(text, [REDIS, VAULT])).toEqual({ text: expected, added: [REDIS, VAULT], already: [] });
  });

  it("is not made for nothing", () => {
    expect(addEntries(undefined, [])).toEqual({ text: "", added: [], already: [] });
  });
});

describe("a list of tags", () => {
  it.each<[what: string, before: string, after: string]>([
    [
      "in flow style",
      lines("mirrors:", "  - source: redis", "    tags: [a]"),
      lines("mirrors:", "  - source: redis", '    tags: [a, "7"]'),
    ],
    [
      "after a rule in flow style",
      lines("mirrors:", "  - source: redis", "    tags: ['6', { semver: ^5, latest: 2 }]"),
      lines("mirrors:", "  - source: redis", "    tags: ['6', { semver: ^5, latest: 2 }, '7']"),
    ],
    [
      "after a rule in block style",
      lines(
        "mirrors:",
        "  - source: redis",
        "    tags:",
        "      - semver: ^5",
        "        latest: 2 # two",
        "    on-change: keep",
      ),
      lines(
        "mirrors:",
        "  - source: redis",
        "    tags:",
        "      - semver: ^5",
        "        latest: 2 # two",
        '      - "7"',
        "    on-change: keep",
      ),
    ],
    [
      "with its quotes",
      lines("mirrors:", "  - { source: redis, tags: ['6'] } # x", "  - nginx"),
      lines("mirrors:", "  - { source: redis, tags: ['6', '7'] } # x", "  - nginx"),
    ],
    [
      "in block style",
      lines(
        "mirrors:",
        "  - source: redis",
        "    tags:",
        '    - "6" # six',
        "    on-change: keep",
        "  - nginx",
      ),
      lines(
        "mirrors:",
        "  - source: redis",
        "    tags:",
        '    - "6" # six',
        '    - "7"',
        "    on-change: keep",
        "  - nginx",
      ),
    ],
    [
      "of an entry that names its destination",
      lines("mirrors:", "  - source: docker.io/library/redis", "    to: redis", "    tags: ['6']"),
      lines("mirrors:", "  - source: docker.io/library/redis", "    to: redis", "    tags: ['6', '7']"),
    ],
  ])("%s", (_, before, after) => {
    expect(bodyOf(before, REDIS)).toBe(after);
  });

  it("takes several, and what is for other entries stays apart", () => {
    const before = lines("mirrors:", "  - source: redis", "    tags:", "      - a", "");
    const images = ["redis:b", "nginx:1", "redis:8", "redis"].map((source) => ({ source }));
    expect(bodyOf(before, ...images)).toBe(
      lines(
        "mirrors:",
        "  - source: redis",
        "    tags:",
        "      - a",
        "      - b",
        '      - "8"',
        "      - latest",
        "  - nginx:1",
        "",
      ),
    );
  });

  it.each<[what: string, item: string, image: NewImage]>([
    ["goes elsewhere", "{ source: redis, tags: ['6'], to: cache }", REDIS],
    ["is of another source", "{ source: a/redis, tags: ['6'] }", REDIS],
    ["is shared", "{ source: redis, tags: &t ['6'] }", REDIS],
    ["is only implied", "redis:6", REDIS],
    ["cannot hold a digest", "{ source: redis, tags: ['6'] }", { source: `redis:7@${DIGEST}` }],
  ])("is left alone where it %s", (_, item, image) => {
    expect(bodyOf(`mirrors:\n  - ${item}\n`, image)).toBe(`mirrors:\n  - ${item}\n  - ${image.source}\n`);
  });

  it("of the defaults is left alone", () => {
    const before = lines("defaults: { tags: [a] }", "mirrors:", "  - redis");
    expect(bodyOf(before, REDIS)).toBe(`${before}  - docker.io/library/redis:7\n`);
  });
});

describe("an image that is there already", () => {
  it.each<[what: string, item: string, image: NewImage]>([
    ["as it is", "redis:7", REDIS],
    ["in full", "docker.io/library/redis:7", { source: "redis:7" }],
    ["in a list", "{ source: redis, tags: ['6', '7'] }", REDIS],
    ["by a glob", "{ source: redis, tags: ['7*'] }", REDIS],
    ["with its destination said", "{ source: redis:7, to: redis }", REDIS],
    ["with its destination left out", "redis:7", { source: "redis:7", to: "redis" }],
    ["without a tag", "redis:latest", { source: "redis" }],
    ["pinned", `redis:7@${DIGEST}`, { source: `docker.io/library/redis:7@${DIGEST}` }],
    ["with other settings", "{ source: redis:7, on-change: keep }", REDIS],
  ])("%s", (_, item, image) => {
    const text = `version: 1\nmirrors:\n  - ${item}\n`;
    expect(addEntries(text, [image])).toEqual({ text, added: [], already: [image] });
  });

  it("by the tags of the defaults", () => {
    const text = "version: 1\ndefaults: { tags: [a, b*] }\nmirrors: [redis]\n";
    expect(addEntries(text, [{ source: "redis" }, { source: "redis:a" }])).toMatchObject({ text, added: [] });
  });

  it("because it is asked for twice", () => {
    const result = addEntries("version: 1\nmirrors:\n", [REDIS, { source: "redis:7" }, REDIS]);
    expect(result).toEqual({
      text: "version: 1\nmirrors:\n  - docker.io/library/redis:7\n",
      added: [REDIS],
      already: [{ source: "redis:7" }, REDIS],
    });
  });
});

describe("what cannot be added", () => {
  it.each<[what: string, text: string, image: NewImage, problems: readonly string[]]>([
    [
      "to a file that is not right",
      "version: 1\nmirrors:\n  - Redis\n",
      REDIS,
      ['3:5: "Redis" is not an image reference: a repository is written in lower case'],
    ],
    [
      "to a file that is not right elsewhere",
      "version: 1\nmirors:\n",
      REDIS,
      ["1:1: the key `mirrors` is missing", '2:1: unknown key "mirors" (did you mean `mirrors`?)'],
    ],
    ["to what is no mapping", "- redis\n", REDIS, ["1:1: the file must be a mapping, not a list"]],
    [
      "to what is no YAML",
      "version: [\n",
      REDIS,
      [
        "2:1: this is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
      ],
    ],
    [
      "where its destination is taken",
      "version: 1\nmirrors: [a/redis:7]\n",
      REDIS,
      ['2:22: lines 2 and 2 both write "redis:7" (give one of the two another `to`, or remove one)'],
    ],
    [
      "where it is excluded",
      "version: 1\nmirrors:\n  - source: redis\n    tags: [a]\n    exclude: ['7*']\n",
      REDIS,
      [
        '4:15: the tag "7" is excluded by "7*" on line 5 (remove one of the two, or give the entry an `exclude` of its own)',
      ],
    ],
    [
      "with a wrong name",
      "version: 1\nmirrors: []\n",
      { source: "Redis" },
      ['1:1: "Redis" is not an image reference: a repository is written in lower case'],
    ],
    [
      "with a wrong destination",
      "version: 1\nmirrors: []\n",
      { source: "redis", to: "A" },
      ['1:1: "A" is not a repository (did you mean "a"?)'],
    ],
    [
      "behind an alias",
      "version: 1\ndefaults: { tags: &m [nginx] }\nmirrors: *m\n",
      REDIS,
      ["1:1: this file cannot be added to without changing what it says now (add the lines by hand)"],
    ],
    [
      "to a mapping in flow style without a list",
      "{ version: 1, mirrors: }\n",
      REDIS,
      ["1:15: `mirrors` has no value (write a list)"],
    ],
  ])("%s", (_, text, image, problems) => {
    expect(problemsOf(text, image)).toEqual(problems);
  });

  it("keeps the rest from being added too", () => {
    expect(addEntries(undefined, [REDIS, { source: "Redis" }])).not.toHaveProperty("text");
  });
});
