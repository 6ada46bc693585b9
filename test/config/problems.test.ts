import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import { formatProblem } from "../../src/config/problem.ts";

const DIGEST = `sha256:${"a1".repeat(32)}`;

/** What `validate` prints, without the file's name. */
function problemsOf(text: string): readonly string[] {
  const { config, problems } = parseConfig(text);
  expect(config === undefined).toBe(problems.length > 0);
  return problems.map((problem) => formatProblem("f", problem).slice(2));
}

describe("the file as a whole", () => {
  const empty = "1:1: the file is empty (begin with `version: 1`)";
  it.each<[what: string, text: string, problems: readonly string[]]>([
    ["nothing", "", [empty]],
    ["blank lines", "\n\n", [empty]],
    ["comments", "# version: 1\n", [empty]],
    ["a document marker", "---\n", [empty]],
    ["null", "~\n", ["1:1: the file has no value (write a mapping)"]],
    ["a string", "hello", ['1:1: the file must be a mapping, not the string "hello"']],
    ["a number", "7", ["1:1: the file must be a mapping, not the number 7"]],
    ["a list", "- redis\n", ["1:1: the file must be a mapping, not a list"]],
    ["no keys", "{}", ["1:1: the key `version` is missing", "1:1: the key `mirrors` is missing"]],
    [
      "two documents",
      "version: 1\nmirrors: []\n---\nversion: 1\n",
      ["3:1: a second YAML document begins here (a config is one document)"],
    ],
    [
      "an empty second document",
      "version: 1\nmirrors: []\n---\n",
      ["3:1: a second YAML document begins here (a config is one document)"],
    ],
    ["another version", "version: 2\nmirrors: []\n", ["1:10: `version` must be `1`, not the number 2"]],
    [
      "a quoted version",
      'version: "1"\nmirrors: []\n',
      ['1:10: `version` must be `1`, not the string "1" (did you mean `1`?)'],
    ],
    ["nothing under mirrors", "version: 1\nmirrors:\n", ["2:1: `mirrors` has no value (write a list)"]],
    [
      "a mapping of mirrors",
      "version: 1\nmirrors: { a: b }\n",
      ["2:10: `mirrors` must be a list, not a mapping"],
    ],
    [
      "a source among the defaults",
      "version: 1\nmirrors: []\ndefaults: { source: redis }\n",
      ['3:13: unknown key "source" (the keys here are `tags`, `exclude`, `platforms` and `on-change`)'],
    ],
  ])("%s", (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

describe("YAML that is none", () => {
  it.each([
    [
      "a tab",
      "version: 1\nmirrors:\n\t- redis\n",
      "3:1: this is not valid YAML: Tabs are not allowed as indentation (indent with spaces, not with tabs)",
    ],
    [
      "a reserved character",
      "version: 1\nmirrors: [@redis]\n",
      "2:11: this is not valid YAML: Plain value cannot start with reserved character @ (put the value in quotes)",
    ],
    [
      "a quote left open",
      "version: 1\nmirrors: ['redis]\n",
      "2:18: this is not valid YAML: Missing closing 'quote",
    ],
    [
      "a colon in a value",
      "version: 1\nmirrors: a: b\n",
      "2:10: this is not valid YAML: Nested mappings are not allowed in compact mappings (put a value that holds `: ` in quotes)",
    ],
    [
      "a tag of its own",
      "version: 1\nmirrors: [!image redis]\n",
      "2:11: this is not valid YAML: Unresolved tag: !image (remove the tag; if the value begins with `!`, put it in quotes)",
    ],
    [
      "a star alone",
      "version: 1\nmirrors: [*]\n",
      "2:11: this is not valid YAML: Alias cannot be an empty string (put a value that begins with `*` in quotes)",
    ],
    [
      "an unknown directive",
      "%FOO\n---\nversion: 1\nmirrors: []\n",
      "1:1: this is not valid YAML: Unknown directive %FOO",
    ],
    [
      "another YAML",
      "%YAML 3.0\n---\nversion: 1\nmirrors: []\n",
      "1:7: this is not valid YAML: Unsupported YAML version 3.0",
    ],
  ])("%s", (_, text, first) => {
    expect(problemsOf(text)[0]).toBe(first);
  });
});

/** Problems of one entry; lines and columns as if the entry began the line: `  - ` is taken off. */
describe("an entry", () => {
  const keys = "the keys here are `source`, `to`, `tags`, `exclude`, `platforms` and `on-change`";
  const regex = "these are globs, not regular expressions: `*`, `?`, `[0-9]`, `[!a]`";
  it.each<[item: string, problems: readonly string[]]>([
    // Types, and what YAML makes of unquoted tags.
    [
      "1.10",
      ['1: `mirrors[0]` must be a string, but YAML reads 1.10 as the number 1.1 (put it in quotes: "1.10")'],
    ],
    ["[redis]", ["1: `mirrors[0]` must be a string or a mapping, not a list"]],
    ["", ["-1: `mirrors[0]` has no value (write a string or a mapping)"]],
    ["{ to: a }", ["1: the key `source` is missing"]],
    [
      "{ source: redis, tags: [1.10] }",
      ['25: `tags[0]` must be a string, but YAML reads 1.10 as the number 1.1 (put it in quotes: "1.10")'],
    ],
    [
      "{ source: redis, tags: [7] }",
      ['25: `tags[0]` must be a string, but YAML reads 7 as the number 7 (put it in quotes: "7")'],
    ],
    [
      "{ source: redis, tags: [0x10] }",
      ['25: `tags[0]` must be a string, but YAML reads 0x10 as the number 16 (put it in quotes: "0x10")'],
    ],
    [
      "{ source: redis, tags: [1e3] }",
      ['25: `tags[0]` must be a string, but YAML reads 1e3 as the number 1000 (put it in quotes: "1e3")'],
    ],
    [
      "{ source: redis, tags: [true] }",
      ['25: `tags[0]` must be a string, but YAML reads true as a boolean (put it in quotes: "true")'],
    ],
    ["{ source: redis, tags: [null] }", ["25: `tags[0]` has no value (write a string)"]],
    ["{ source: redis, tags: [{ a: b }] }", ["25: `tags[0]` must be a string, not a mapping"]],
    [
      '{ source: redis, tags: "7" }',
      ['24: `tags` must be a list of strings, not the string "7" (write it as a list: ["7"])'],
    ],
    [
      "{ source: redis, tags: 1.10 }",
      ['24: `tags` must be a list of strings, not the number 1.10 (write it as a list: ["1.10"])'],
    ],
    ["{ source: redis, tags: }", ["18: `tags` has no value (write a list of strings)"]],
    [
      "{ source: redis, tags: [] }",
      ["24: this list is empty, which selects nothing (leave the key out for the default)"],
    ],
    [
      "{ source: redis, platforms: [] }",
      ["29: this list is empty, which selects nothing (leave the key out for the default)"],
    ],
    [
      "{ source: redis, platforms: linux/amd64 }",
      [
        '29: `platforms` must be `all` or a list of strings, not the string "linux/amd64" (write it as a list: ["linux/amd64"])',
      ],
    ],
    [
      "{ source: redis, platforms: al }",
      ['29: `platforms` must be `all` or a list of strings, not the string "al" (did you mean `all`?)'],
    ],
    [
      "{ source: redis, on-change: replaced }",
      [
        '29: `on-change` must be `replace`, `backup` or `keep`, not the string "replaced" (did you mean `replace`?)',
      ],
    ],
    [
      "{ source: redis, on-change: true }",
      ["29: `on-change` must be `replace`, `backup` or `keep`, not true"],
    ],

    // Keys.
    ["{ source: redis, exlude: [a] }", ['18: unknown key "exlude" (did you mean `exclude`?)']],
    ["{ source: redis, schedule: never }", [`18: unknown key "schedule" (${keys})`]],
    ["{ source: redis, __proto__: a }", [`18: unknown key "__proto__" (${keys})`]],
    ["{ source: redis, constructor: a }", [`18: unknown key "constructor" (${keys})`]],
    ["{ source: redis, 1.10: a }", [`18: unknown key "1.10" (${keys})`]],
    ["{ source: redis, source: redis }", ['18: the key "source" is already on line 3 (keep one of the two)']],
    [
      "{ source: redis, 'source': redis }",
      ['18: the key "source" is already on line 3 (keep one of the two)'],
    ],
    ["{ source: redis, [a]: b }", ["18: a key is a plain word here (remove the `?`, `[` or `{`)"]],
    [
      "{ source: redis, <<: { to: a } }",
      [
        "18: merge keys (`<<`) are not part of YAML 1.2 (write the keys out, or put what entries share under `defaults`)",
      ],
    ],

    // Aliases.
    [
      "{ source: redis, exclude: [*-rc*] }",
      [
        '28: YAML reads "*-rc*" as an alias, and no anchor of that name stands before it (if a glob is meant, put it in quotes: "*-rc*")',
      ],
    ],
    ["{ source: redis, tags: &a [*a] }", ['28: the alias "*a" stands inside of what it names']],
    ["{ source: redis, exclude: &a [b], to: *a }", ["39: `to` must be a string, not a list"]],
    [
      "{ source: redis, exclude: &a [-b], tags: *a }",
      ['31: no tag begins with "-" (to match an ending, write "*-b")'],
    ],

    // Sources.
    [
      "docker.io/Nsmithuk/local-kms",
      ['11: "docker.io/Nsmithuk/local-kms" is not an image reference: a repository is written in lower case'],
    ],
    [
      '"docker.io/library/a b"',
      ['20: "docker.io/library/a b" is not an image reference: it contains whitespace'],
    ],
    ["redis:-7", ['7: "redis:-7" is not an image reference: "-" is out of place in the tag']],
    ['""', ['2: "" is not an image reference: it is empty']],
    [
      "{ source: https://docker.io/redis }",
      ['11: "https://docker.io/redis" is not an image reference: remove https://'],
    ],
    [
      "redis@sha256:12",
      [
        '15: "redis@sha256:12" is not an image reference: a digest is sha256:, sha384: or sha512: and 64, 96 or 128 lower-case hex characters',
      ],
    ],

    // Destinations.
    ["{ source: redis, to: Redis }", ['22: "Redis" is not a repository (did you mean "redis"?)']],
    [
      "{ source: redis, to: a//b }",
      [
        '22: "a//b" is not a repository (lower-case letters and digits, with `.`, `_`, `-` and `/` between them)',
      ],
    ],
    [
      '{ source: redis, to: "" }',
      ['22: "" is not a repository (lower-case letters and digits, with `.`, `_`, `-` and `/` between them)'],
    ],
    [
      "{ source: redis, to: redis:7 }",
      [
        '27: `to` names a repository and cannot hold a tag: copies keep the tags of their source (write "redis")',
      ],
    ],
    [
      `{ source: redis, to: redis@${DIGEST} }`,
      [
        '27: `to` names a repository and cannot hold a digest: copies keep the tags of their source (write "redis")',
      ],
    ],
    [
      "{ source: redis, to: localhost:5000/a:7 }",
      [
        '38: `to` names a repository and cannot hold a tag: copies keep the tags of their source (write "localhost:5000/a")',
      ],
    ],
    [
      "{ source: redis, to: ghcr.io/Acme/redis }",
      ['30: "ghcr.io/Acme/redis" is not an image reference: a repository is written in lower case'],
    ],
    [
      "{ source: redis, to: ghcr.io/redis }",
      ['22: a full `to` on ghcr.io has an owner and a name (to stay below the owner, write "redis")'],
    ],

    // Tags and globs.
    ['{ source: redis, tags: ["^1[.]2$"] }', [`26: a tag never holds "^" (${regex})`]],
    ['{ source: redis, tags: ["1.2|1.3"] }', [`29: a tag never holds "|" (${regex})`]],
    ['{ source: redis, tags: ["1\\\\.*"] }', [`25: a tag never holds "\\\\" (${regex})`]],
    [
      '{ source: redis, tags: ["!*-rc"] }',
      ['26: a tag never holds "!" (what to leave out belongs under `exclude`)'],
    ],
    [
      "{ source: redis, tags: [redis:7] }",
      ['30: a tag never holds ":" (write the tag alone; the name belongs in `source`)'],
    ],
    [
      "{ source: redis, tags: [library/redis] }",
      ['32: a tag never holds "/" (write the tag alone; the name belongs in `source`)'],
    ],
    [
      `{ source: redis, tags: ["7@${DIGEST}"] }`,
      ['27: a tag never holds "@" (pin a digest in `source`: name:tag@sha256:…)'],
    ],
    ['{ source: redis, tags: [""] }', ["26: a tag cannot be empty"]],
    ['{ source: redis, tags: ["ü"] }', ['26: a tag never holds "ü"']],
    [`{ source: redis, tags: [${"a".repeat(129)}] }`, ["25: a tag has at most 128 characters; this has 129"]],
    [
      `{ source: redis, tags: ["*${"a".repeat(256)}"] }`,
      ["26: a glob has at most 256 characters; this has 257"],
    ],
    ['{ source: redis, tags: ["1.[0-9"] }', ['28: "1.[0-9" is not a glob: a `[` is never closed']],
    ['{ source: redis, tags: ["[z-a]"] }', ['27: "[z-a]" is not a glob: the range z-a runs backwards']],
    [
      "{ source: redis, exclude: [-rc*] }",
      ['28: no tag begins with "-" (to match an ending, write "*-rc*")'],
    ],

    // Platforms.
    [
      "{ source: redis, platforms: [linux] }",
      [
        '30: "linux" is not a platform: it is written os/architecture or os/architecture/variant, such as linux/amd64',
      ],
    ],
    [
      "{ source: redis, platforms: [all] }",
      [
        '30: "all" is not a platform: it is written os/architecture or os/architecture/variant, such as linux/amd64 (write `platforms: all`, without a list)',
      ],
    ],

    // Contradictions.
    [
      "{ source: redis:7, tags: [a] }",
      ['26: `source` already names the tag "7", so that `tags` contradicts it (keep one of the two)'],
    ],
    [
      `{ tags: [a], source: redis@${DIGEST} }`,
      ["9: `source` already names a digest, so that `tags` contradicts it (keep one of the two)"],
    ],
    [
      '{ source: redis, tags: [7-rc1, "7*"], exclude: [x, "*-rc*"] }',
      [
        '25: the tag "7-rc1" is excluded by "*-rc*" on line 3 (remove one of the two, or give the entry an `exclude` of its own)',
      ],
    ],
    [
      "{ source: redis, exclude: [latest] }",
      [
        '11: the tag "latest" is excluded by "latest" on line 3 (remove one of the two, or give the entry an `exclude` of its own)',
      ],
    ],
    [
      `{ source: redis@${DIGEST}, platforms: [linux/amd64] }`,
      [
        "11: an image with fewer platforms has a digest of its own, so that it cannot go by this one (add a tag (name:tag@sha256:…), or write `platforms: all` in this entry)",
      ],
    ],
  ])("%s", (item, problems) => {
    const indent = "  - ";
    const found = problemsOf(`version: 1\nmirrors:\n${indent}${item}\n`);
    const relative = found.map((problem) =>
      problem.replace(/^3:(\d+):/, (_, column) => `${Number(column) - indent.length}:`),
    );
    expect(relative).toEqual(problems);
  });
});

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
    ).toEqual(['3:27: a tag never holds "/" (write the tag alone; the name belongs in `source`)']);
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
