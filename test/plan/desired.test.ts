import { describe, expect, it } from "vitest";
import { formatReference } from "../../src/oci/reference.ts";
import { blockCollisions } from "../../src/plan/block-collisions.ts";
import { destinationOf } from "../../src/plan/destination.ts";
import { desiredBy, entriesOf } from "./entry.ts";

const DIGEST = `sha256:${"a1".repeat(32)}`;

describe("destinationOf", () => {
  it.each([
    ["redis", "ghcr.io/acme/redis"],
    ["docker.io/hashicorp/vault", "ghcr.io/acme/vault"],
    ["quay.io/a/b/c/d/e", "ghcr.io/acme/e"],
    ["{ source: redis, to: cache }", "ghcr.io/acme/cache"],
    ["{ source: redis, to: a/b/c }", "ghcr.io/acme/a/b/c"],
    ["{ source: redis, to: ghcr.io/other/redis }", "ghcr.io/other/redis"],
    ["{ source: redis, to: quay.io/other/redis }", "quay.io/other/redis"],
  ])("%s goes to %s", (item, expected) => {
    const place = { registry: "ghcr.io", owner: "ACME" };
    expect(entriesOf(item).map((entry) => formatReference(destinationOf(entry, place)))).toEqual([expected]);
  });
});

describe("desiredImages", () => {
  it.each([
    ["redis", "docker.io/library/redis:latest", "ghcr.io/acme/redis:latest"],
    ["{ source: a/b, tags: ['1'], to: c }", "docker.io/a/b:1", "ghcr.io/acme/c:1"],
    [`redis@${DIGEST}`, `docker.io/library/redis@${DIGEST}`, `ghcr.io/acme/redis@${DIGEST}`],
    [`redis:7@${DIGEST}`, `docker.io/library/redis:7@${DIGEST}`, "ghcr.io/acme/redis:7"],
  ])("%s", (item, source, destination) => {
    const found = desiredBy([item]).map((image) => [image.source, image.destination].map(formatReference));
    expect(found).toEqual([[source, destination]]);
  });

  it("hands on what the entry says", () => {
    const [image] = desiredBy(["{ source: redis, platforms: [linux/amd64], on-change: keep }"]);
    expect(image).toMatchObject({ platforms: [{ os: "linux", architecture: "amd64" }], onChange: "keep" });
    expect(image?.entry.position.line).toBe(3);
    expect(image?.blocked).toBeUndefined();
  });

  it("blocks what belongs into another registry", () => {
    expect(desiredBy(["{ source: redis, to: quay.io/x/redis }"])[0]?.blocked).toEqual({
      code: "DESTINATION_REGISTRY",
      side: "destination",
      message: "line 3 writes to quay.io, and this run writes to ghcr.io",
      remedy: "Change `to`, or run with quay.io as the registry.",
    });
  });
});

describe("blockCollisions", () => {
  /** The destinations and what blocks them. */
  const outcome = (items: readonly string[], tags: readonly string[] = []) =>
    blockCollisions(desiredBy(items, tags)).map(({ destination, blocked }) => [
      formatReference(destination),
      blocked?.message,
    ]);

  it("blocks the later one, tag by tag, and names both lines", () => {
    expect(outcome(["{ source: a/r, tags: ['1*'] }", "{ source: b/r, tags: ['*'] }"], ["1", "2"])).toEqual([
      ["ghcr.io/acme/r:1", undefined],
      ["ghcr.io/acme/r:1", "line 4 wants to write ghcr.io/acme/r:1, which line 3 writes"],
      ["ghcr.io/acme/r:2", undefined],
    ]);
  });

  it("sees an owner's repository under its full name", () => {
    expect(outcome(["a/r", "{ source: b/x, to: ghcr.io/acme/r }"])[1]?.[1]).toBe(
      "line 4 wants to write ghcr.io/acme/r:latest, which line 3 writes",
    );
  });

  it("names the one that writes, not one that is blocked itself", () => {
    const third = outcome(
      ["{ source: a/r, tags: ['1*'] }", "{ source: b/r, tags: ['1*'] }", "{ source: c/r, tags: ['1*'] }"],
      ["1"],
    )[2];
    expect(third?.[1]).toBe("line 5 wants to write ghcr.io/acme/r:1, which line 3 writes");
  });

  it("leaves everything else as it is", () => {
    const desired = desiredBy(["a/r:1", "b/r:2", "{ source: c/r, to: s }", "{ source: d, to: quay.io/x/r }"]);
    expect(blockCollisions(desired)).toEqual(desired);
  });

  it("says what to do", () => {
    const blocked = blockCollisions(
      desiredBy(["{ source: a/r, tags: ['*'] }", "{ source: b/r, tags: ['*'] }"], ["1"]),
    )[1]?.blocked;
    expect(blocked).toMatchObject({ code: "DESTINATION_COLLISION", side: "destination" });
    expect(blocked?.remedy).toContain("another `to`");
  });
});
