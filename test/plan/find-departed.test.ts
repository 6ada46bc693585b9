import { describe, expect, it } from "vitest";
import type { Prune } from "../../src/config/config.ts";
import type { Digest } from "../../src/oci/digest.ts";
import { findDeparted } from "../../src/plan/find-departed.ts";
import { entriesOf } from "./entry.ts";

const digest: Digest = `sha256:${"a".repeat(64)}`;
const REPORT: Prune = { kind: "report" };
const entries = entriesOf(
  "redis:7",
  "{ source: redis, to: second, tags: ['6'], prune: never }",
  "{ source: quay.io/acme/tool, tags: ['1'], prune: { delete-after: 30d } }",
  "{ source: quay.io/acme/kept, tags: ['1'], prune: never }",
);

const brought = (source: string, destination: string) => ({ source, destination, digest });

/** What has departed of one image. */
function find(source: string, destination: string, more: Partial<Parameters<typeof findDeparted>[0]> = {}) {
  return findDeparted({
    entries,
    place: { registry: "ghcr.io", owner: "Acme" },
    named: new Set(["ghcr.io/acme/redis:7"]),
    unlisted: new Set(),
    brought: [brought(source, destination)],
    prune: REPORT,
    ...more,
  });
}

describe("findDeparted", () => {
  it.each([
    ["docker.io/library/redis:6", "ghcr.io/acme/redis:6", { line: 3, why: "tags no longer match" }],
    ["docker.io/library/redis:6", "ghcr.io/acme/old:6", { line: 3, why: "its entry goes elsewhere now" }],
    [
      "quay.io/acme/tool:0",
      "ghcr.io/acme/tool:0",
      { line: 5, deleteAfter: 2_592_000_000, why: "tags no longer match" },
    ],
    [`quay.io/acme/tool@${digest}`, `ghcr.io/acme/tool@${digest}`, { line: 5, why: "tags no longer match" }],
    ["quay.io/acme/gone:1", "ghcr.io/acme/gone:1", { why: "its entry is gone" }],
  ])("tells %s at %s: %j", (source, destination, expected) => {
    expect(find(source, destination)).toEqual([{ source, destination, digest, ...expected }]);
  });

  it.each([
    ["what the config names", "docker.io/library/redis:7", "ghcr.io/acme/redis:7"],
    ["what it named from another source", "quay.io/other/redis:7", "ghcr.io/acme/redis:7"],
    ["what nobody wants to hear of", "quay.io/acme/kept:0", "ghcr.io/acme/kept:0"],
    ["what is another owner's", "docker.io/library/redis:6", "ghcr.io/acme-two/redis:6"],
    ["what is elsewhere", "docker.io/library/redis:6", "quay.io/acme/redis:6"],
  ])("does not tell %s", (_, source, destination) => {
    expect(find(source, destination)).toEqual([]);
  });

  it("goes by the defaults where the entry is gone", () => {
    const [source, destination] = ["quay.io/acme/gone:1", "ghcr.io/acme/gone:1"];
    expect(find(source, destination, { prune: { kind: "never" } })).toEqual([]);
    expect(find(source, destination, { prune: { kind: "delete", after: 5 } })).toMatchObject([
      { deleteAfter: 5 },
    ]);
  });

  it.each([
    ["of the entry that goes there", "ghcr.io/acme/six:6", []],
    ["of several, the most careful", "ghcr.io/acme/both:6", [{ line: 6 }]],
    ["the most careful of all, where none goes there", "ghcr.io/acme/old:6", [{ line: 6 }]],
  ])("goes by the word %s, where entries share a source", (_, destination, expected) => {
    const sharing = entriesOf(
      "{ source: redis, tags: ['7'], prune: { delete-after: 1d } }",
      "{ source: redis, to: six, tags: ['5'], prune: never }",
      "{ source: redis, to: both, tags: ['4'], prune: { delete-after: 1d } }",
      "{ source: redis, to: both, tags: ['3'], prune: report }",
    );
    const found = find("docker.io/library/redis:6", destination, { entries: sharing });
    expect(found).toMatchObject(expected);
    expect(found).toHaveLength(expected.length);
    expect(found.some(({ deleteAfter }) => deleteAfter !== undefined)).toBe(false);
  });

  it("does not tell what is where an entry writes that could not be listed, whatever it came from", () => {
    const unlisted = new Set(entries.slice(0, 1));
    expect(find("docker.io/library/redis:6", "ghcr.io/acme/redis:6", { unlisted })).toEqual([]);
    expect(find("quay.io/other/redis:6", "ghcr.io/acme/redis:6", { unlisted })).toEqual([]);
    expect(find("docker.io/library/redis:6", "ghcr.io/acme/old:6", { unlisted })).toHaveLength(1);
  });

  it("takes no longer than it must for 50,000 images", () => {
    const many = Array.from({ length: 50_000 }, (_, n) =>
      brought(`quay.io/acme/tool:${n}`, `ghcr.io/acme/tool:${n}`),
    );
    const started = performance.now();
    expect(find("", "", { brought: many })).toHaveLength(50_000);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
