import { describe, expect, it } from "vitest";
import { mergeParts } from "../../../src/publish/actions/merge-parts.ts";
import { image, report } from "../../cli/reports.ts";

const limitOf = (remaining: number) => ({ registry: "docker.io", limit: 100, remaining, window: 21_600 });

describe("mergeParts", () => {
  it("leaves one part as it is", () => {
    const one = report([image()], { copied: 1 });
    expect(mergeParts([one])).toEqual(one);
  });

  it("adds up the counts, joins the images, and takes the time of the slowest", () => {
    const [a, b] = ["a", "b"].map((name) => image({ destination: `ghcr.io/acme/${name}:1` }));
    const counts = {
      ...{ copied: 1, updated: 2, upToDate: 3, blocked: 4, failed: 5, bytes: 6, mountedBytes: 7 },
      ...{ deferred: 8, waiting: 9 },
    };
    const first = report(a ? [a] : [], { ...counts, seconds: 3, pulls: { "docker.io": 2 } });
    const second = report(b ? [b] : [], { ...counts, seconds: 9, pulls: { "docker.io": 3, "quay.io": 1 } });
    expect(mergeParts([{ ...first, unmatched: [{ source: "x", pattern: "*" }] }, second])).toEqual({
      ...report(
        [a, b].flatMap((each) => each ?? []),
        {
          copied: 2,
          updated: 4,
          upToDate: 6,
          blocked: 8,
          failed: 10,
          bytes: 12,
          mountedBytes: 14,
          deferred: 16,
          waiting: 18,
          seconds: 9,
          pulls: { "docker.io": 5, "quay.io": 1 },
        },
      ),
      unmatched: [{ source: "x", pattern: "*" }],
    });
  });

  it("keeps the limit with least left", () => {
    const parts = [7, 3, 5].map((remaining) => ({ ...report([]), pullLimits: [limitOf(remaining)] }));
    const [first = report([]), ...others] = parts;
    expect(mergeParts([first, ...others]).pullLimits).toEqual([limitOf(3)]);
  });
});
