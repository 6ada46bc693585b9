import { describe, expect, it } from "vitest";
import { GlobError } from "../../src/config/glob.ts";
import { parseReference } from "../../src/oci/reference.ts";
import { compileOnly } from "../../src/reconcile/compile-only.ts";

const REDIS = "docker.io/library/redis";
const DIGEST = `sha256:${"a".repeat(64)}`;

describe("--only", () => {
  it.each([
    [`${REDIS}:7`, [`${REDIS}:7`], true],
    [`${REDIS}:7`, [`${REDIS}:*`], true],
    [`${REDIS}:7`, ["*/redis:[67]"], true],
    [`${REDIS}:7`, ["*"], true],
    [`${REDIS}:7`, [REDIS], false],
    [`${REDIS}:7`, ["redis:7"], false],
    [`${REDIS}:7`, ["*:8", "*:7"], true],
    [`${REDIS}@${DIGEST}`, [`${REDIS}@*`], true],
    [`${REDIS}:7@${DIGEST}`, [`${REDIS}:7@*`], true],
    [`${REDIS}:7`, [], true],
  ])("means of %s by %j: %s", (source, globs, meant) => {
    expect(compileOnly(globs).means(parseReference(source))).toBe(meant);
  });

  it.each([
    [[], true],
    [["*"], true],
    [["*7.0"], true],
    [["*:7.0"], true],
    [[`${REDIS}:7.0`], true],
    [[`${REDIS}@sha256:*`], true],
    [["docker.io/*"], true],
    [["docker.io/library/[pqr]edis:[0-9]*"], true],
    [["*[:]7"], true],
    [["docker.io/library/redi?:?"], true],
    [[REDIS], false],
    [["docker.io/library/redis-stack:7"], false],
    [["docker.io/library/red:7"], false],
    [["quay.io/*"], false],
    [["docker.io/library/[!r]edis:*"], false],
    [["quay.io/*", "*/redis:8"], true],
    [["*/vault:8"], false],
    [["*:7@sha256:*"], true],
    [["*sha256:a*"], true],
  ])("may mean a tag of redis by %j: %s", (globs, meant) => {
    expect(compileOnly(globs).mayMean(parseReference(REDIS))).toBe(meant);
  });

  it("may mean a tag of a registry with a port", () => {
    const app = parseReference("localhost:5000/app");
    expect(compileOnly(["localhost:5000/app:1"]).mayMean(app)).toBe(true);
    expect(compileOnly(["localhost:5000/app@sha256:a"]).mayMean(app)).toBe(true);
    expect(compileOnly(["localhost:5000"]).mayMean(app)).toBe(false);
  });

  it("reads as many long names as a config may hold within a moment", () => {
    const repository = `evil.example/${"a".repeat(200)}`;
    const names = Array.from({ length: 5_000 }, (_, at) => `${repository}:${"t".repeat(100)}${at}`);
    const before = performance.now();
    const { means, mayMean } = compileOnly(names);
    for (const name of names) expect(means(parseReference(name))).toBe(true);
    expect(mayMean(parseReference(repository))).toBe(true);
    expect(mayMean(parseReference(REDIS))).toBe(false);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it("refuses what is no glob", () => {
    expect(() => compileOnly(["redis:[7"])).toThrow(GlobError);
  });
});
