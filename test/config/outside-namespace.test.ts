import { describe, expect, it } from "vitest";
import { outsideNamespace } from "../../src/config/outside-namespace.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { formatProblem } from "../../src/config/problem.ts";

function problemsOf(items: readonly string[], registry = "ghcr.io", owner = "Acme"): string[] {
  const text = `version: 1\nmirrors:\n${items.map((item) => `  - ${item}\n`).join("")}`;
  const { config, problems } = parseConfig(text);
  if (!config) throw new Error(problems[0]?.message);
  return outsideNamespace(config, { registry, owner }).map((problem) => formatProblem("mirror.yml", problem));
}

describe("what a config may write to", () => {
  it.each([
    ["redis"],
    ["{ source: redis, to: cache/redis }"],
    ["{ source: redis, to: ghcr.io/acme/redis }"],
    ["{ source: redis, to: ghcr.io/acme/cache/redis }"],
    ["{ source: ghcr.io/other/redis, to: redis }"],
  ])("is its own namespace: %s", (item) => {
    expect(problemsOf([item])).toEqual([]);
  });

  it.each([
    ["another owner", "ghcr.io/other/redis", "other/redis"],
    ["an owner that only begins alike", "ghcr.io/acme2/redis", "acme2/redis"],
  ])("is not %s", (_, to, path) => {
    expect(problemsOf(["nginx", `{ source: redis, to: ${to} }`])).toEqual([
      `mirror.yml:4:26: "ghcr.io/${path}" is outside of ghcr.io/acme, and this repository may write nowhere else (for ghcr.io/acme/redis, write "redis")`,
    ]);
  });

  it("is not the namespace itself, without a name", () => {
    const [problem] = problemsOf(["{ source: redis, to: r.example/acme }"], "r.example");
    expect(problem).toMatch(/"r\.example\/acme" is outside of r\.example\/acme/);
  });

  it("is not another registry, though the owner is called the same", () => {
    expect(problemsOf(["{ source: redis, to: quay.io/acme/redis }"])).toEqual([
      'mirror.yml:3:26: "quay.io/acme/redis" is on another registry than ghcr.io, where copies go (for ghcr.io/acme/redis, write "redis")',
    ]);
  });

  it("is said of every entry, with its path and the end of its `to`", () => {
    const text =
      "version: 1\nmirrors:\n  - { source: a, to: ghcr.io/x/a }\n  - b\n  - { source: c, to: ghcr.io/x/c }\n";
    const { config } = parseConfig(text);
    const problems = config ? outsideNamespace(config, { registry: "ghcr.io", owner: "acme" }) : [];
    expect(problems).toMatchObject([
      { path: "mirrors[0].to", line: 3, column: 22, endColumn: 33 },
      { path: "mirrors[2].to", line: 5, column: 22, endColumn: 33 },
    ]);
  });
});
