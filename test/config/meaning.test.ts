import { describe, expect, it } from "vitest";
import { problemsOfEntry } from "./problems-of.ts";

const DIGEST = `sha256:${"a1".repeat(32)}`;
const REGEX =
  "these are globs: `*`, `?`, `[0-9]`, `[!a]`; a regular expression is written {regex: …} under `tags`";

describe("a source", () => {
  it.each<[item: string, problems: readonly string[]]>([
    [
      "docker.io/Nsmithuk/local-kms",
      ['11: "docker.io/Nsmithuk/local-kms" is not an image reference: a repository is written in lower case'],
    ],
    [
      '"docker.io/library/a b"',
      ['21: "docker.io/library/a b" is not an image reference: it contains whitespace'],
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
        '16: "redis@sha256:12" is not an image reference: a digest is sha256:, sha384: or sha512: and 64, 96 or 128 lower-case hex characters',
      ],
    ],
  ])("%s", (item, problems) => {
    expect(problemsOfEntry(item)).toEqual(problems);
  });
});

describe("a destination", () => {
  it.each<[item: string, problems: readonly string[]]>([
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
  ])("%s", (item, problems) => {
    expect(problemsOfEntry(item)).toEqual(problems);
  });
});

describe("a tag or glob", () => {
  it.each<[item: string, problems: readonly string[]]>([
    ['{ source: redis, tags: ["^1[.]2$"] }', [`26: a tag never holds "^" (${REGEX})`]],
    ['{ source: redis, tags: ["1.2|1.3"] }', [`29: a tag never holds "|" (${REGEX})`]],
    ['{ source: redis, tags: ["1\\\\.*"] }', [`25: a tag never holds "\\\\" (${REGEX})`]],
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
  ])("%s", (item, problems) => {
    expect(problemsOfEntry(item)).toEqual(problems);
  });
});

describe("a platform", () => {
  it.each<[item: string, problems: readonly string[]]>([
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
  ])("%s", (item, problems) => {
    expect(problemsOfEntry(item)).toEqual(problems);
  });
});

describe("an entry that contradicts itself", () => {
  it.each<[item: string, problems: readonly string[]]>([
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
    expect(problemsOfEntry(item)).toEqual(problems);
  });
});
