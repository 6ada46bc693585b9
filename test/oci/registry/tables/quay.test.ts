import { describe, expect, it } from "vitest";
import { digestOf } from "../../../../src/oci/digest.ts";
import { quay } from "../../../../src/oci/registry/tables/quay.ts";

const DIGEST = digestOf(Buffer.from("x"));

const page = (tags: unknown, more: object = {}) =>
  quay.parse(JSON.stringify({ tags, page: 1, has_additional: false, ...more }));

describe("a tag at Quay", () => {
  it.each([
    [
      "an image",
      { manifest_digest: DIGEST, is_manifest_list: false, size: 2_275_314, start_ts: 1_717_680_780 },
      { digest: DIGEST, manifests: 1, bytes: 2_275_314, pushedAt: 1_717_680_780_000 },
    ],
    [
      "an index",
      { manifest_digest: DIGEST, is_manifest_list: true, size: null, start_ts: 1_717_680_780 },
      { digest: DIGEST, pushedAt: 1_717_680_780_000 },
    ],
    [
      "one of which nothing can be believed",
      { manifest_digest: "latest", is_manifest_list: "no", size: -3, start_ts: "now" },
      {},
    ],
  ])("that is %s", (_, tag, facts) => {
    expect(page([{ name: "v1", ...tag }])?.tags).toEqual([{ name: "v1", facts }]);
  });
});

describe("a page of Quay", () => {
  it.each([true, false])("with has_additional %s", (more) => {
    expect(page([], { has_additional: more })).toEqual({ tags: [], isLast: !more });
  });

  it.each([
    ["no JSON", "Not found"],
    ["no word on whether there are more", JSON.stringify({ tags: [] })],
    ["no list", JSON.stringify({ tags: null, has_additional: false })],
    ["a tag without a name", JSON.stringify({ tags: [{}], has_additional: false })],
  ])("is none with %s", (_, text) => {
    expect(quay.parse(text)).toBeUndefined();
  });

  it("is at an address of its own", () => {
    expect(quay.pathOf("acme/app", 3)).toBe(
      "/api/v1/repository/acme/app/tag/?limit=100&page=3&onlyActiveTags=true",
    );
  });
});
