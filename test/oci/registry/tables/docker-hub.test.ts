import { describe, expect, it } from "vitest";
import { digestOf } from "../../../../src/oci/digest.ts";
import { dockerHub } from "../../../../src/oci/registry/tables/docker-hub.ts";

const DIGEST = digestOf(Buffer.from("index"));
const OTHER = digestOf(Buffer.from("linux/amd64"));
const PUSHED = "2026-10-30T08:15:00.123456Z";

const page = (results: unknown, more: object = {}) =>
  dockerHub.parse(JSON.stringify({ count: 1, next: null, previous: null, results, ...more }));

describe("a tag at Docker Hub", () => {
  it.each([
    [
      "an index",
      { digest: DIGEST, tag_last_pushed: PUSHED, images: [{ digest: OTHER, size: 10 }, { size: 20 }] },
      { digest: DIGEST, pushedAt: Date.parse(PUSHED), manifests: 3, bytes: 30 },
    ],
    [
      "an index of one platform",
      { digest: DIGEST, images: [{ digest: OTHER, size: 10 }] },
      { digest: DIGEST, manifests: 2, bytes: 10 },
    ],
    [
      "a single image",
      { digest: DIGEST, images: [{ digest: DIGEST, size: 10 }] },
      { digest: DIGEST, manifests: 1, bytes: 10 },
    ],
    ["one without a digest", { images: [{ digest: OTHER, size: 10 }] }, { bytes: 10 }],
    ["one without images", { digest: DIGEST, images: [] }, { digest: DIGEST }],
    [
      "one that was last updated",
      { digest: DIGEST, last_updated: PUSHED, tag_last_pushed: null },
      { digest: DIGEST, pushedAt: Date.parse(PUSHED) },
    ],
    ["one pushed at Go's zero time", { tag_last_pushed: "0001-01-01T00:00:00Z" }, {}],
    [
      "one of which nothing can be believed",
      { digest: "sha256:short", tag_last_pushed: "yesterday", images: [{ size: -1 }, { size: 1.5 }] },
      {},
    ],
    ["one with other things than are promised", { digest: [DIGEST], last_updated: 17, images: "many" }, {}],
  ])("that is %s", (_, tag, facts) => {
    expect(page([{ name: "7", ...tag }])?.tags).toEqual([{ name: "7", facts }]);
  });
});

describe("a page of Docker Hub", () => {
  it.each([
    [null, true],
    ["https://hub.docker.com/v2/repositories/library/redis/tags?page=2", false],
    [undefined, false],
  ])("with next %j is the last: %s", (next, isLast) => {
    expect(page([], { next })).toEqual({ tags: [], count: 1, isLast });
  });

  it.each([
    ["no JSON", "<html>"],
    ["no object", "[]"],
    ["no count", JSON.stringify({ next: null, results: [] })],
    ["a count below zero", JSON.stringify({ count: -1, next: null, results: [] })],
    ["no list", JSON.stringify({ count: 1, next: null, results: {} })],
    ["a list of other things", JSON.stringify({ count: 1, next: null, results: ["7"] })],
    ["a tag without a name", JSON.stringify({ count: 1, next: null, results: [{ name: 7 }] })],
  ])("is none with %s", (_, text) => {
    expect(dockerHub.parse(text)).toBeUndefined();
  });

  it.each([
    ["library/redis", "/v2/repositories/library/redis/tags?page_size=100&page=2"],
    ["redis", undefined],
    ["a/b/c", undefined],
  ])("of %s is at %s", (repository, path) => {
    expect(dockerHub.pathOf(repository, 2)).toBe(path);
  });
});
