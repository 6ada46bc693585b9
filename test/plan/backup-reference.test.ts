import { expect, it } from "vitest";
import { isTag } from "../../src/oci/reference.ts";
import { backupReference } from "../../src/plan/backup-reference.ts";

const OLD = `sha256:9f21c0d4e5f6${"0".repeat(52)}` as const;

it.each([
  ["7", "7-9f21c0d4e5f6"],
  ["a".repeat(115), `${"a".repeat(115)}-9f21c0d4e5f6`],
  ["a".repeat(116), `${"a".repeat(115)}-9f21c0d4e5f6`],
  ["a".repeat(128), `${"a".repeat(115)}-9f21c0d4e5f6`],
])("%s is kept as %s", (tag, expected) => {
  const backup = backupReference({ registry: "ghcr.io", repository: "acme/redis", tag }, OLD);
  expect(backup).toEqual({ registry: "ghcr.io", repository: "acme/redis", tag: expected });
  expect(isTag(expected)).toBe(true);
});
