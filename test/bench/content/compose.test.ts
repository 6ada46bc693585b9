import { describe, expect, it } from "vitest";
import { compose } from "../../../bench/content/compose.ts";
import { countContent } from "../../../bench/content/count-content.ts";
import type { Tag } from "../../../bench/workload.ts";
import { digestOf } from "../../../src/oci/digest.ts";

const base = { seed: "base", size: 1000 };
const plain: readonly Tag[] = ["1", "2"].map((name) => {
  return { name, images: [{ name, layers: [base, { seed: name, size: 20 }] }] };
});
const index: Tag = {
  name: "all",
  images: ["amd64", "arm64"].map((architecture) => {
    return { name: architecture, layers: [base], platform: { os: "linux", architecture } };
  }),
};

describe("compose", () => {
  it("gives every blob and manifest under its own digest", () => {
    const { blobs, manifests, indexes } = compose([...plain, index]);
    for (const { digest, size, open } of blobs) {
      const bytes = Buffer.concat([...open()]);
      expect([digestOf(bytes), bytes.length]).toEqual([digest, size]);
    }
    for (const { digest, bytes } of [...manifests, ...indexes]) expect(digestOf(bytes)).toBe(digest);
  });

  it("holds what is shared once, as counted beforehand", () => {
    const { blobs, manifests, indexes, bytes } = compose([...plain, index]);
    expect(blobs.length).toBe(3 + 4);
    expect([manifests.length, indexes.length]).toEqual([4, 1]);
    expect(bytes).toBe(blobs.reduce((sum, { size }) => sum + size, 0));
    expect(countContent([...plain, index])).toEqual({ blobs: 7, manifests: 5 });
  });

  it("points a tag at an index of its platforms, or at its only manifest", () => {
    const { tags, manifests, indexes } = compose([...plain, index]);
    expect(tags.get("1")).toBe(manifests[0]);
    expect(tags.get("all")).toBe(indexes[0]);
    expect(JSON.parse(String(indexes[0]?.bytes))).toMatchObject({
      schemaVersion: 2,
      manifests: manifests.slice(2).map(({ digest, bytes }) => ({ digest, size: bytes.length })),
    });
  });

  it("is the same every time", () => {
    const digests = () => compose(plain).manifests.map(({ digest }) => digest);
    expect(digests()).toEqual(digests());
  });

  it("refuses a tag without images", () => {
    expect(() => compose([{ name: "none", images: [] }])).toThrow("Tag none has no image");
  });
});
