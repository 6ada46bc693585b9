import { describe, expect, it } from "vitest";
import { problemsOf, problemsOfEntry } from "./problems-of.ts";

const KEYS =
  "the keys here are `source`, `to`, `tags`, `exclude`, `platforms`, `on-change`, `keep-backups`, `visibility`, `on-drift`, `min-age`, `schedule`, `verify-every` and `prune`";

describe("a value of the wrong type", () => {
  it.each<[item: string, problems: readonly string[]]>([
    [
      "1.10",
      ['1: `mirrors[0]` must be a string, but YAML reads 1.10 as the number 1.1 (put it in quotes: "1.10")'],
    ],
    ["[redis]", ["1: `mirrors[0]` must be a string or a mapping, not a list"]],
    ["", ["1: `mirrors[0]` has no value (write a string or a mapping)"]],
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
    ["{ source: redis, tags: [null] }", ["25: `tags[0]` has no value (write a string or a mapping)"]],
    ["{ source: redis, tags: [[a]] }", ["25: `tags[0]` must be a string or a mapping, not a list"]],
    ["{ source: redis, exclude: [{ a: b }] }", ["28: `exclude[0]` must be a string, not a mapping"]],
    [
      '{ source: redis, tags: "7" }',
      ['24: `tags` must be a list, not the string "7" (write it as a list: ["7"])'],
    ],
    [
      "{ source: redis, tags: 1.10 }",
      ['24: `tags` must be a list, not the number 1.10 (write it as a list: ["1.10"])'],
    ],
    ["{ source: redis, tags: }", ["18: `tags` has no value (write a list)"]],
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
      "{ source: redis, visibility: internal }",
      ['30: `visibility` must be `public` or `private`, not the string "internal"'],
    ],
    [
      "{ source: redis, on-change: true }",
      ["29: `on-change` must be `replace`, `backup` or `keep`, not true"],
    ],
    [
      "{ source: redis, on-drift: restored }",
      ['28: `on-drift` must be `report` or `restore`, not the string "restored" (did you mean `restore`?)'],
    ],
  ])("%s", (item, problems) => {
    expect(problemsOfEntry(item)).toEqual(problems);
  });
});

describe("a key of an entry", () => {
  it.each<[item: string, problems: readonly string[]]>([
    ["{ source: redis, exlude: [a] }", ['18: unknown key "exlude" (did you mean `exclude`?)']],
    ["{ source: redis, referrers: true }", [`18: unknown key "referrers" (${KEYS})`]],
    ["{ source: redis, __proto__: a }", [`18: unknown key "__proto__" (${KEYS})`]],
    ["{ source: redis, constructor: a }", [`18: unknown key "constructor" (${KEYS})`]],
    ["{ source: redis, 1.10: a }", [`18: unknown key "1.10" (${KEYS})`]],
    ["{ source: redis, source: redis }", ['18: the key "source" is already on line 3 (keep one of the two)']],
    [
      "{ source: redis, 'source': redis }",
      ['18: the key "source" is already on line 3 (keep one of the two)'],
    ],
    ["{ source: redis, [a]: b }", ["18: a key is a plain word here (remove the `?`, `[` or `{`)"]],
    [
      "{ source: redis, <<: { to: a } }",
      ["18: merge keys (`<<`) are not part of YAML 1.2 (write the keys out where they belong)"],
    ],
  ])("%s", (item, problems) => {
    expect(problemsOfEntry(item)).toEqual(problems);
  });
});

describe("the section `report`", () => {
  it.each<[report: string, problems: readonly string[]]>([
    ["{ coment: never }", ['3:11: unknown key "coment" (did you mean `comment`?)']],
    [
      "{ comment: on-pull-requests }",
      [
        '3:20: `comment` must be `on-pull-request` or `never`, not the string "on-pull-requests" (did you mean `on-pull-request`?)',
      ],
    ],
    ["{ issue: false }", ["3:18: `issue` must be `on-lasting-failure`, `dashboard` or `never`, not false"]],
    ["never", ['3:9: `report` must be a mapping, not the string "never"']],
    ["", ["3:1: `report` has no value (write a mapping)"]],
  ])("%s", (report, problems) => {
    expect(problemsOf(`version: 1\nmirrors: []\nreport: ${report}\n`)).toEqual(problems);
  });
});

describe("an alias", () => {
  it.each<[item: string, problems: readonly string[]]>([
    [
      "{ source: redis, exclude: [*-rc*] }",
      [
        '28: YAML reads "*-rc*" as an alias, and no anchor of that name stands before it (if a glob is meant, put it in quotes: "*-rc*")',
      ],
    ],
    ["{ source: redis, tags: &a [*a] }", ['28: the alias "*a" stands inside of what it names']],
    [
      "{ source: &a a//b, to: *a }",
      [
        '16: "a//b" is not an image reference: "/" is out of place in the repository',
        '24: "a//b" is not a repository (lower-case letters and digits, with `.`, `_`, `-` and `/` between them)',
      ],
    ],
    ["{ source: redis, exclude: &a [b], to: *a }", ["39: `to` must be a string, not a list"]],
    [
      "{ source: redis, exclude: &a [-b], tags: *a }",
      ['31: no tag begins with "-" (to match an ending, write "*-b")'],
    ],
  ])("%s", (item, problems) => {
    expect(problemsOfEntry(item)).toEqual(problems);
  });
});
