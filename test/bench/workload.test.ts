import { describe, expect, it } from "vitest";
import { countContent } from "../../bench/content/count-content.ts";
import { loadDirectory } from "../../bench/load-directory.ts";
import { variantsOf, type Workload } from "../../bench/workload.ts";

const workloads = await loadDirectory<Workload>(new URL("../../bench/workloads/", import.meta.url));

describe("workloads", () => {
  it("are found by their files, and named with their networks", () => {
    expect(workloads.flatMap(variantsOf).map(({ name }) => name)).toEqual([
      ...["multi", "multi-rtt", "multi-rtt-tls"],
      ...["noop", "noop-rtt"],
      ...["shared", "shared-rtt"],
      ...["single", "single-rtt"],
    ]);
  });

  it.each([
    { name: "single", tags: 1, manifests: 1, blobs: 4 + 1, mebibytes: 1024 },
    { name: "multi", tags: 1, manifests: 8 + 1, blobs: 8 * 6 + 8, mebibytes: 192 },
    { name: "shared", tags: 200, manifests: 200, blobs: 5 + 200 + 200, mebibytes: 8.125 },
    { name: "noop", tags: 500, manifests: 500, blobs: 1 + 500, mebibytes: 1 / 1024 },
  ])("$name has its shape", ({ name, tags, mebibytes, ...counts }) => {
    const workload = workloads.find((candidate) => candidate.name === name);
    const layers = workload?.tags.flatMap((tag) => tag.images.flatMap((image) => image.layers)) ?? [];
    const sizes = new Map(layers.map(({ seed, size }) => [seed, size]));
    expect(workload?.tags.length).toBe(tags);
    expect(countContent(workload?.tags ?? [])).toEqual(counts);
    expect(sizes.values().reduce((sum, size) => sum + size, 0) / 2 ** 20).toBe(mebibytes);
  });
});
