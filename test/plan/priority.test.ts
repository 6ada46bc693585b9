import { describe, expect, it } from "vitest";
import type { TagFacts } from "../../src/oci/tag-facts.ts";
import { comparePriority } from "../../src/plan/priority.ts";

const one = (name: string, action: "copy" | "update", facts?: TagFacts) => ({
  name,
  planned: { action },
  facts,
});

describe("comparePriority", () => {
  it("puts first copies before updates, small before large, and the unknown last", () => {
    const jobs = [
      one("update", "update", { manifests: 1, bytes: 1 }),
      one("unknown", "copy"),
      one("unknown too", "copy", {}),
      one("many", "copy", { manifests: 9, bytes: 1 }),
      one("few, large", "copy", { manifests: 2, bytes: 900 }),
      one("few, small", "copy", { manifests: 2, bytes: 5 }),
      one("few, whatever", "copy", { manifests: 2 }),
    ];
    expect(jobs.toSorted(comparePriority).map(({ name }) => name)).toEqual([
      "few, small",
      "few, large",
      "few, whatever",
      "many",
      "unknown",
      "unknown too",
      "update",
    ]);
  });
});
