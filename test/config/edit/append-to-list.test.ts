import { describe, expect, it } from "vitest";
import { EXAMPLE_CONFIG } from "../../../src/cli/init/example-config.ts";
import { addEntries } from "../../../src/config/edit/add-entries.ts";
import { bodyOf, lines, REDIS, VAULT } from "./body-of.ts";

describe("a list in block style", () => {
  it.each<[what: string, before: string, after: string]>([
    [
      "indented by two",
      lines("mirrors:", "  - nginx"),
      lines(
        "mirrors:",
        "  - nginx",
        "  - docker.io/library/redis:7",
        "  - source: quay.io/x/vault:1.10",
        "    to: tools/vault",
      ),
    ],
    [
      "not indented",
      lines("mirrors:", "- nginx"),
      lines(
        "mirrors:",
        "- nginx",
        "- docker.io/library/redis:7",
        "- source: quay.io/x/vault:1.10",
        "  to: tools/vault",
      ),
    ],
    [
      "indented by four, with room after the dash",
      lines("mirrors:", "    -   source: nginx", "        to: web"),
      lines(
        "mirrors:",
        "    -   source: nginx",
        "        to: web",
        "    -   docker.io/library/redis:7",
        "    -   source: quay.io/x/vault:1.10",
        "        to: tools/vault",
      ),
    ],
    [
      "with dashes on lines of their own",
      lines("mirrors:", "  -", "    source: nginx"),
      lines(
        "mirrors:",
        "  -",
        "    source: nginx",
        "  - docker.io/library/redis:7",
        "  - source: quay.io/x/vault:1.10",
        "    to: tools/vault",
      ),
    ],
    [
      "in double quotes",
      lines("mirrors:", '  - "nginx"'),
      lines(
        "mirrors:",
        '  - "nginx"',
        '  - "docker.io/library/redis:7"',
        '  - source: "quay.io/x/vault:1.10"',
        '    to: "tools/vault"',
      ),
    ],
    [
      "in single quotes",
      lines("mirrors:", "  - { source: 'nginx' }"),
      lines(
        "mirrors:",
        "  - { source: 'nginx' }",
        "  - 'docker.io/library/redis:7'",
        "  - source: 'quay.io/x/vault:1.10'",
        "    to: 'tools/vault'",
      ),
    ],
  ])("%s", (_, before, after) => {
    expect(bodyOf(before, REDIS, VAULT)).toBe(after);
  });

  it.each<[what: string, before: string, after: string]>([
    [
      "without a last line break",
      "mirrors:\n  - nginx",
      "mirrors:\n  - nginx\n  - docker.io/library/redis:7",
    ],
    [
      "before other keys",
      lines("mirrors:", "  - nginx # web", "", "# where", "report: { issue: never }"),
      lines(
        "mirrors:",
        "  - nginx # web",
        "  - docker.io/library/redis:7",
        "",
        "# where",
        "report: { issue: never }",
      ),
    ],
    [
      "after comments that belong to the last entry",
      lines(
        "mirrors:",
        "  - source: nginx",
        "    # tags: [x]",
        "",
        "    # to: web",
        "",
        "  # - mysql",
        "report: {}",
      ),
      lines(
        "mirrors:",
        "  - source: nginx",
        "    # tags: [x]",
        "",
        "    # to: web",
        "  - docker.io/library/redis:7",
        "",
        "  # - mysql",
        "report: {}",
      ),
    ],
    [
      "after a block scalar",
      lines("mirrors:", "  - >-", "    nginx", "", "report: {}"),
      lines("mirrors:", "  - >-", "    nginx", "  - docker.io/library/redis:7", "", "report: {}"),
    ],
    [
      "after an entry in flow style",
      lines("mirrors:", "  - { source: nginx,", "      to: web } # x"),
      lines("mirrors:", "  - { source: nginx,", "      to: web } # x", "  - docker.io/library/redis:7"),
    ],
    [
      "after lists in the last entry",
      lines("mirrors:", "  - source: nginx", "    tags:", "      - a", "      - b # last"),
      lines(
        "mirrors:",
        "  - source: nginx",
        "    tags:",
        "      - a",
        "      - b # last",
        "  - docker.io/library/redis:7",
      ),
    ],
    [
      "with an anchor and aliases",
      lines(
        "mirrors: &all",
        "  - source: &n nginx",
        "    exclude: &x [old]",
        "  - { source: *n, to: web, exclude: *x }",
      ),
      lines(
        "mirrors: &all",
        "  - source: &n nginx",
        "    exclude: &x [old]",
        "  - { source: *n, to: web, exclude: *x }",
        "  - docker.io/library/redis:7",
      ),
    ],
    [
      "before the end of the document",
      lines("mirrors:", "  - nginx", "..."),
      lines("mirrors:", "  - nginx", "  - docker.io/library/redis:7", "..."),
    ],
  ])("%s", (_, before, after) => {
    expect(bodyOf(before, REDIS)).toBe(after);
  });

  it("on Windows", () => {
    const before = "\uFEFFversion: 1\r\nmirrors:\r\n  - nginx # web\r\n\r\nreport: {}\r\n";
    expect(addEntries(before, [VAULT])).toMatchObject({
      text: before.replace(
        "# web\r\n",
        "# web\r\n  - source: quay.io/x/vault:1.10\r\n    to: tools/vault\r\n",
      ),
    });
  });

  it("as the example has it", () => {
    const result = addEntries(EXAMPLE_CONFIG, [{ source: "docker.io/library/nginx:1" }]);
    const line = "  - docker.io/library/redis:7             # one image, all of its platforms\n";
    expect(result).toMatchObject({
      text: EXAMPLE_CONFIG.replace(line, `${line}  - docker.io/library/nginx:1\n`),
    });
  });
});

describe("a list in flow style", () => {
  const long = "{ source: quay.io/x/vault:1.10, to: tools/vault }";

  it.each<[before: string, after: string]>([
    ["mirrors: [nginx]\n", `mirrors: [nginx, docker.io/library/redis:7, ${long}]\n`],
    ["mirrors: [ nginx ] # x\n", `mirrors: [ nginx, docker.io/library/redis:7, ${long} ] # x\n`],
    ["mirrors: [nginx, ]\n", `mirrors: [nginx, docker.io/library/redis:7, ${long}, ]\n`],
    [
      lines("mirrors: [", "    a, # one", "    nginx # two", "  ]"),
      lines(
        "mirrors: [",
        "    a, # one",
        "    nginx, # two",
        "    docker.io/library/redis:7,",
        `    ${long}`,
        "  ]",
      ),
    ],
    [
      lines("mirrors: [", "    nginx, # two", "    # three", "  ]"),
      lines(
        "mirrors: [",
        "    nginx, # two",
        "    docker.io/library/redis:7,",
        `    ${long},`,
        "    # three",
        "  ]",
      ),
    ],
    [
      lines("mirrors: [", "    nginx]"),
      lines("mirrors: [", "    nginx,", "    docker.io/library/redis:7,", `    ${long}]`),
    ],
    [lines("mirrors: [ # none", "  ]"), lines(`mirrors: [docker.io/library/redis:7, ${long} # none`, "  ]")],
  ])("%j", (before, after) => {
    expect(bodyOf(before, REDIS, VAULT)).toBe(after);
  });

  const json = '"docker.io/library/redis:7", { "source": "quay.io/x/vault:1.10", "to": "tools/vault" }';
  it.each([
    ['{"version": 1, "mirrors": ["nginx"]}', `{"version": 1, "mirrors": ["nginx", ${json}]}`],
    ['{"version": 1, "mirrors": []}\n', `{"version": 1, "mirrors": [${json}]}\n`],
  ])("as JSON: %s", (before, after) => {
    const result = addEntries(before, [REDIS, VAULT]);
    expect(result).toMatchObject({ text: after });
    expect(() => JSON.parse(after)).not.toThrow();
  });
});
