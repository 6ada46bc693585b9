import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../src/config/policy/parse-policy.ts";
import { formatProblem } from "../../../src/config/problem.ts";
import { random } from "../random.ts";

function problemsOf(text: string, kind: "own" | "organization" = "organization"): readonly string[] {
  const { policy, problems } = parsePolicy(text, kind);
  expect(policy === undefined).toBe(problems.length > 0);
  return problems.map((problem) => formatProblem("", problem).slice(1));
}

const at = (line: number, column: number, endColumn?: number) =>
  endColumn === undefined ? { line, column } : { line, column, endLine: line, endColumn };

describe("a policy", () => {
  it("is read with the place of every rule", () => {
    const text = [
      "version: 1",
      "sources:",
      '  allow: ["docker.io/**", "quay.io/*/x"]',
      "  deny:",
      "    - docker.io/library/mysql",
      "grants:",
      "  - repository: Acme/Mirrors",
      '    destinations: ["**"]',
      '  - { repository: vllm-project/aibrix, destinations: [runtime, "tools/*"] }',
      'require: { verify: ["docker.io/hashicorp/**"] }',
      "commands: { sync: maintain, retry: write }",
      "publisher: { mode: auto, repository: Acme/mirrors }",
      "",
    ].join("\n");
    expect(parsePolicy(text, "organization")).toEqual({
      problems: [],
      policy: {
        version: 1,
        sources: {
          allow: [
            { pattern: "docker.io/**", position: at(3, 11, 25) },
            { pattern: "quay.io/*/x", position: at(3, 27, 40) },
          ],
          deny: [{ pattern: "docker.io/library/mysql", position: at(5, 7, 30) }],
        },
        grants: [
          {
            repository: "acme/mirrors",
            destinations: [{ pattern: "**", position: at(8, 20, 24) }],
            position: at(7, 5),
          },
          {
            repository: "vllm-project/aibrix",
            destinations: [
              { pattern: "runtime", position: at(9, 55, 62) },
              { pattern: "tools/*", position: at(9, 64, 73) },
            ],
            position: at(9, 5, 76),
          },
        ],
        require: { verify: [{ pattern: "docker.io/hashicorp/**", position: at(10, 21, 45) }] },
        commands: new Map([
          ["sync", { role: "maintain", position: at(11, 19, 27) }],
          ["retry", { role: "write", position: at(11, 36, 41) }],
        ]),
        publisher: { mode: "auto", repository: "acme/mirrors", position: at(12, 12, 52) },
        keys: { allow: at(3, 3, 8), grants: at(6, 1, 7) },
      },
    });
  });

  it("says nothing where nothing is said", () => {
    expect(parsePolicy("version: 1\n", "own").policy).toEqual({
      version: 1,
      sources: { allow: undefined, deny: [] },
      grants: undefined,
      require: { verify: [] },
      commands: new Map(),
      publisher: undefined,
      keys: {},
    });
  });

  it("tells an empty list from none", () => {
    const { policy } = parsePolicy("version: 1\nsources: { allow: [] }\ngrants: []\n", "organization");
    expect(policy).toMatchObject({ sources: { allow: [] }, grants: [], keys: { allow: { line: 2 } } });
  });
});

describe("what is wrong with a policy", () => {
  it.each<[line: string, problems: readonly string[]]>([
    ["sauces: {}", ['2:1: unknown key "sauces" (did you mean `sources`?)']],
    ["sources: { alow: [] }", ['2:12: unknown key "alow" (did you mean `allow`?)']],
    ["sources: [docker.io/**]", ["2:10: `sources` must be a mapping, not a list"]],
    [
      "sources: { deny: docker.io/** }",
      [
        '2:18: `deny` must be a list of strings, not the string "docker.io/**" (write it as a list: ["docker.io/**"])',
      ],
    ],
    ["grants: [{ repository: acme/x }]", ["2:10: the key `destinations` is missing"]],
    [
      "grants: [{ repository: mirrors, destinations: [a] }]",
      ['2:24: "mirrors" is not a repository at GitHub (put its owner before it: "owner/mirrors")'],
    ],
    ...["acme/*", "a/b/c", "https://x.example/a", "acme/..", "-acme/x", "/x"].map(
      (name): [string, string[]] => [
        `grants: [{ repository: "${name}", destinations: [a] }]`,
        [
          `2:24: "${name}" is not a repository at GitHub (write one repository as \`owner/name\`, without patterns)`,
        ],
      ],
    ),
    ["commands: { snyc: maintain }", ['2:13: unknown key "snyc" (did you mean `sync`?)']],
    [
      "commands: { sync: maintainer }",
      [
        '2:19: `sync` must be `read`, `triage`, `write`, `maintain` or `admin`, not the string "maintainer" (did you mean `maintain`?)',
      ],
    ],
    [
      "publisher: { mode: action }",
      ['2:20: `mode` must be `auto`, `app` or `actions`, not the string "action" (did you mean `actions`?)'],
    ],
    [
      "publisher: { repository: mirrors }",
      ['2:26: "mirrors" is not a repository at GitHub (put its owner before it: "owner/mirrors")'],
    ],
  ])("%s", (line, problems) => {
    expect(problemsOf(`version: 1\n${line}\n`)).toEqual(problems);
  });

  it("is all told, in the order of the file", () => {
    const text = "version: 2\nsources: { allow: [redis], denny: [] }\ngrants: [{}]\n";
    expect(problemsOf(text).map((problem) => problem.split(" ", 1)[0])).toEqual([
      "1:10:",
      "2:20:",
      "2:28:",
      "3:10:",
      "3:10:",
    ]);
  });

  it("is that it is none", () => {
    expect(problemsOf("")).toEqual(["1:1: the file is empty (begin with `version: 1`)"]);
    expect(problemsOf("[")).toHaveLength(1);
    expect(problemsOf("sources: {}\n")).toEqual(["1:1: the key `version` is missing"]);
  });
});

describe("a repository's own policy", () => {
  const hint = "move it to the policy in the organization's `.github` repository";

  it("cannot grant or say what publishes", () => {
    const text = "version: 1\ngrants: []\npublisher: { mode: app }\nsources: { deny: [] }\n";
    expect(problemsOf(text)).toEqual([]);
    expect(problemsOf(text, "own")).toEqual([
      `2:1: \`grants\` is for the organization: a repository's own policy can only forbid more (${hint})`,
      `3:1: \`publisher\` is for the organization: a repository's own policy can only forbid more (${hint})`,
    ]);
  });
});

describe("a pattern", () => {
  const REGEX = "these are globs, not regular expressions: `*`, `**`, `?`, `[0-9]`, `[!a]`";

  it.each([
    "**",
    "*/**",
    "docker.io/**",
    "docker.io/library/*",
    "docker.io/library/redis",
    "docker.io/*/redis",
    "docker.i?/x",
    "**/vault",
    "localhost/x",
    "localhost:5000/x/*",
    "quay.io/x",
    "ghcr.io/acme/v[0-9]*",
  ])("on sources: %s", (pattern) => {
    expect(problemsOf(`version: 1\nsources: { deny: ["${pattern}"] }\n`)).toEqual([]);
  });

  it.each<[pattern: string, column: number, problem: string]>([
    ["", 0, "a pattern cannot be empty"],
    ["redis", 0, 'a pattern on sources begins with the registry (write "docker.io/library/redis")'],
    [
      "library/redis",
      0,
      'a pattern on sources begins with the registry (did you mean "docker.io/library/redis"?)',
    ],
    ["docker.io", 0, 'this names a registry, and no repository (write "docker.io/**")'],
    ["*", 0, 'this names a registry, and no repository (write "*/**")'],
    ["docker.io/*", 10, 'every repository on docker.io has a name of two parts (write "docker.io/**")'],
    [
      "docker.io/redis",
      10,
      'every repository on docker.io has a name of two parts (write "docker.io/library/redis")',
    ],
    ["index.docker.io/**", 0, '"index.docker.io" goes by the name of docker.io (write "docker.io/**")'],
    [
      "docker.io/Library/*",
      10,
      'a repository is written in lower case (did you mean "docker.io/library/*"?)',
    ],
    ["quay.io/x:7", 9, 'a pattern is on repositories, and holds neither tag nor digest (write "quay.io/x")'],
    [
      "quay.io/x@sha256:12",
      9,
      'a pattern is on repositories, and holds neither tag nor digest (write "quay.io/x")',
    ],
    ["^quay.io/x", 0, `no repository holds "^" (${REGEX})`],
    ["quay.io/(a|b)", 8, `no repository holds "(" (${REGEX})`],
    ["quay.io/a b", 9, 'no repository holds " "'],
    ["!quay.io/x", 0, 'no repository holds "!"'],
    ["quay.io//x", 8, '"quay.io//x" is not a pattern: there is nothing between two slashes, or beside one'],
    ["quay.io/", 8, '"quay.io/" is not a pattern: there is nothing between two slashes, or beside one'],
    ["quay.io/x**", 9, '"quay.io/x**" is not a pattern: `**` stands alone between slashes'],
    ["quay.io/[a", 8, '"quay.io/[a" is not a pattern: a `[` is never closed'],
    ["quay.io/[b-a]", 9, '"quay.io/[b-a]" is not a pattern: the range b-a runs backwards'],
  ])("is not %j", (pattern, column, problem) => {
    const start = "sources: { deny: ['".length + 1;
    expect(problemsOf(`version: 1\nsources: { deny: ["${pattern}"] }\n`)).toEqual([
      `2:${start + column}: ${problem}`,
    ]);
  });

  it.each(["**", "vault", "tools/**", "*", "v?", "my.tools/x"])("on destinations: %s", (pattern) => {
    expect(problemsOf(`version: 1\ngrants: [{ repository: a/b, destinations: ["${pattern}"] }]\n`)).toEqual(
      [],
    );
  });

  it.each([
    ["ghcr.io/acme/vault", "vault"],
    ["ghcr.io/acme/**", "**"],
    ["ghcr.io/acme", "**"],
  ])("on destinations is not %s, which could never match", (pattern, hint) => {
    expect(problemsOf(`version: 1\ngrants: [{ repository: a/b, destinations: ["${pattern}"] }]\n`)).toEqual([
      `2:45: a pattern on destinations begins below the organization (write "${hint}")`,
    ]);
  });

  it("on destinations has its place too", () => {
    expect(problemsOf("version: 1\ngrants: [{ repository: a/b, destinations: [tools/Vault] }]\n")).toEqual([
      '2:50: a repository is written in lower case (did you mean "tools/vault"?)',
    ]);
  });
});

describe("a hostile policy", () => {
  const list = (length: number, item: (index: number) => string) =>
    Array.from({ length }, (_, index) => item(index)).join(", ");

  it.each([
    [
      "too many patterns in a list",
      `sources: { deny: [${list(2001, (index) => `q.io/${index}`)}] }`,
      "this list has 2001 items; at most 2000 are allowed",
    ],
    [
      "too many patterns in all",
      `sources: { deny: &d [${list(1500, (index) => `q.io/x${index}`)}], allow: *d }`,
      "the file has 3000 patterns; at most 2000 are allowed",
    ],
    [
      "too many that take a search",
      `sources: { deny: [${list(10, (index) => `"q.io/*${index}${"x".repeat(50)}"`)}] }`,
      "patterns with wildcards elsewhere than as their last part have 570 characters together; at most 500 are allowed",
    ],
    [
      "a long pattern",
      `sources: { deny: ["q.io/${"x".repeat(300)}"] }`,
      "a pattern has at most 256 characters; this has 305",
    ],
    ["size", `# ${"x".repeat(2 ** 20)}`, "the file has 1048590 bytes, and must be smaller than 1 MiB"],
    ["nesting", `sources: ${"[".repeat(100)}`, "the file is nested too deeply here"],
  ])("%s", (_, line, message) => {
    expect(parsePolicy(`version: 1\n${line}\n`, "organization").problems[0]?.message).toBe(message);
  });

  it("may have many patterns that end in a wildcard", () => {
    expect(
      problemsOf(`version: 1\nsources: { deny: [${list(1000, (index) => `"q.io/x${index}/**"`)}] }\n`),
    ).toEqual([]);
  });

  it("never makes it throw", () => {
    const next = random(7);
    const pieces = [
      "version: 1\n",
      "sources:",
      "grants:",
      "- ",
      "  ",
      "{",
      "}",
      "[",
      "]",
      "*a",
      "&a",
      "\n",
      '"',
      ": ",
      "**",
      "repository",
    ];
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: 12 }, () => pieces[Math.floor(next() * pieces.length)]).join("");
      const { policy, problems } = parsePolicy(text, round % 2 ? "own" : "organization");
      expect(policy === undefined).toBe(problems.length > 0);
    }
  });
});
