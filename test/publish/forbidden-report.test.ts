import { describe, expect, it } from "vitest";
import { forbiddenReport } from "../../src/publish/forbidden-report.ts";
import { entriesOf } from "../plan/entry.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const PLACE = { registry: "ghcr.io", owner: "Acme" };
const refusal = { side: "source", message: "it may not", remedy: "Remove it.", rule: undefined } as const;

function reportOf(item: string) {
  const [entry] = entriesOf(item);
  return forbiddenReport({ entry: entry ?? expect.fail("no entry"), refusal }, PLACE);
}

describe("the report of a forbidden entry", () => {
  it("is blocked, says why and what to do, and where it stands", () => {
    expect(reportOf("redis:7")).toEqual({
      source: "docker.io/library/redis:7",
      destination: "ghcr.io/acme/redis:7",
      action: "blocked",
      result: "skipped",
      sourceDigest: null,
      digest: null,
      previousDigest: null,
      platforms: [],
      bytes: 0,
      reason: "it may not",
      line: 3,
      error: { code: "POLICY", side: "source", message: "it may not", remedy: "Remove it." },
    });
  });

  it.each([
    ["redis:7", ":7", ":7"],
    ["redis", ":latest", ":latest"],
    [`redis@${DIGEST}`, `@${DIGEST}`, `@${DIGEST}`],
    [`redis:7@${DIGEST}`, `:7@${DIGEST}`, ":7"],
    ['{ source: redis, tags: ["7.*"] }', ":7.*", ":7.*"],
    ['{ source: redis, tags: ["7", "8.*"] }', ":7,8.*", ":7,8.*"],
    ['{ source: redis, tags: ["1", "2", "3", "4", "5", "6"] }', ":1,2,3,4,5,...", ":1,2,3,4,5,..."],
  ])("names what the entry selects: %s", (item, source, destination) => {
    expect(reportOf(item)).toMatchObject({
      source: `docker.io/library/redis${source}`,
      destination: `ghcr.io/acme/redis${destination}`,
    });
  });

  it("names the destination in full where another owner's is meant", () => {
    const { destination } = reportOf("{ source: redis:7, to: ghcr.io/other/redis }");
    expect(destination).toBe("ghcr.io/other/redis:7");
  });
});
