import { describe, expect, it } from "vitest";
import { leftImagesOf } from "../../src/worker/left-images-of.ts";
import { carriedByApp, image, report } from "../cli/reports.ts";

const NOW = Date.UTC(2026, 10, 22);
const SOURCE = "docker.io/library/redis:7";

describe("what a run leaves of its images", () => {
  it("no longer waits where the config does not mean it any longer, though nothing tells of it", () => {
    const run = { scope: [SOURCE, "docker.io/library/v[?]lt:1"], urgency: 1 } as const;
    expect(leftImagesOf(run, carriedByApp(report([])), NOW)).toEqual({
      looked: [SOURCE, "docker.io/library/v?lt:1"],
      waiting: [],
    });
  });

  it("is told whatever a job calls them", () => {
    const deferred = image({ source: "!!", action: "copy", result: "deferred" });
    const { waiting } = leftImagesOf({ scope: [], urgency: 2 }, carriedByApp(report([deferred])), NOW);
    expect(waiting).toMatchObject([{ source: "!!", registry: "!!" }]);
  });

  it("takes no more pulls than an image can, whatever a job says", () => {
    const deferred = image({ source: SOURCE, action: "copy", result: "deferred", pulls: 2 ** 40 });
    const { waiting, looked } = leftImagesOf(
      { scope: [], urgency: 2 },
      carriedByApp(report([deferred])),
      NOW,
    );
    expect(looked).toBeNull();
    expect(waiting).toMatchObject([{ source: SOURCE, pulls: 1_000 }]);
  });
});
