import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { nestIndex } from "../../../sandbox/images/generate-index.ts";
import type { GeneratedImage } from "../../../sandbox/images/generated-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { MediaType } from "../../../src/oci/media-type.ts";
import { setPlanner } from "./set-planner.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64"];
const tagsTo = (most: number) => Array.from({ length: most }, (_, index) => `${index + 1}`);
const entry = (source: string, tags: readonly string[]) =>
  `- { source: "${source}", tags: [${tags.map((tag) => `"${tag}"`).join()}] }`;

/** As many different images as there are tags, three manifests each, at Docker Hub and at quay.io. */
async function setFilled(tags: readonly string[], limit?: number) {
  const at = await setPlanner(limit);
  for (const tag of tags) {
    const image = generateImage({ seed: tag, platforms: PLATFORMS });
    pushImage(at.hub.store, "library/app", tag, image);
    pushImage(at.quay.store, "acme/app", tag, image);
  }
  return at;
}

describe("a plan of more than is worth to be looked into", () => {
  it("begins with no further image at Docker Hub after 25 manifests", async () => {
    await using at = await setFilled(tagsTo(20));
    const { report, unsurveyed } = await at.plan(entry("app", tagsTo(20)));
    // 9 images make 27.
    expect(at.hub.pulls).toBe(27);
    expect(unsurveyed).toBe(11);
    expect(report.summary).toMatchObject({ copied: 20, pulls: { "docker.io": 27 + 11 } });
    const sized = report.images.filter(({ bytes, platforms }) => bytes > 0 && platforms.length > 0);
    expect(sized.map(({ source }) => source)).toEqual(tagsTo(9).map((tag) => `docker.io/library/app:${tag}`));
    expect(report.images.filter(({ bytes }) => bytes === 0)).toHaveLength(11);
  });

  it("looks into all of them where nobody bills it", async () => {
    await using at = await setFilled(tagsTo(20));
    const { report, unsurveyed } = await at.plan(entry("quay.io/acme/app", tagsTo(20)));
    expect(unsurveyed).toBe(0);
    expect(report.summary.pulls).toEqual({ "quay.io": 60 });
  });

  it("looks first into what it is told to, and tells all in the order of the config", async () => {
    await using at = await setFilled(tagsTo(20));
    const first = ["docker.io/library/app:2?", "docker.io/library/app:1[5-9]"];
    const { report } = await at.plan(entry("app", tagsTo(20)), { first });
    const sized = report.images.filter(({ bytes }) => bytes > 0).map(({ source }) => source.split(":")[1]);
    expect(sized).toEqual(["1", "2", "3", "15", "16", "17", "18", "19", "20"]);
  });

  it("says the same when it is made again, for no pull", async () => {
    await using at = await setFilled(tagsTo(20));
    const plan = () => at.plan(entry("app", tagsTo(20)));
    const { report, unsurveyed } = await plan();
    const again = await plan();
    expect(at.hub.pulls).toBe(27);
    expect(again.unsurveyed).toBe(unsurveyed);
    expect(again.report.images).toEqual(report.images);
    expect(again.report.summary.pulls).toEqual(report.summary.pulls);
  });

  it("goes on without, when Docker Hub lets nobody pull more", async () => {
    await using at = await setFilled(["1", "2"], 0);
    const { report, unsurveyed } = await at.plan(entry("app", ["1", "2"]));
    expect(unsurveyed).toBe(2);
    expect(report.summary).toMatchObject({ copied: 2, failed: 0, pulls: { "docker.io": 2 } });
    expect(at.hub.pulls).toBe(0);
  });

  it("leaves out an image of very many manifests", async () => {
    await using at = await setPlanner();
    const many = Array.from({ length: 70 }, (_, index) => generateImage({ seed: `${index}` }));
    pushImage(at.hub.store, "library/app", "1", nestIndex(MediaType.ociIndex, many));
    expect(await at.plan("- app:1")).toMatchObject({ unsurveyed: 1, report: { summary: { copied: 1 } } });
    expect(at.hub.pulls).toBe(1);
  });

  it("still finds what cannot be copied at all", async () => {
    await using at = await setFilled(["1"]);
    const { report, unsurveyed } = await at.plan("- { source: app:1, platforms: [linux/s390x] }");
    expect(report.images).toMatchObject([{ result: "failed", error: { code: "NO_SUCH_PLATFORM" } }]);
    expect([unsurveyed, report.summary.pulls]).toEqual([0, {}]);
  });
});

describe("the same image more than once", () => {
  const IMAGE: GeneratedImage = generateImage({ seed: "same", platforms: PLATFORMS });

  it("under other tags of one destination is moved, and paid for, once", async () => {
    await using at = await setPlanner();
    for (const tag of ["1", "2"]) pushImage(at.hub.store, "library/app", tag, IMAGE);
    for (const _ of ["anew", "from memory"]) {
      const { report } = await at.plan(entry("app", ["1", "2"]));
      expect(report.images).toMatchObject([
        { bytes: report.summary.bytes, platforms: PLATFORMS },
        { bytes: 0, platforms: PLATFORMS },
      ]);
      expect(report.summary.pulls).toEqual({ "docker.io": 3 });
    }
  });

  it("at another destination is moved again, and paid for once", async () => {
    await using at = await setPlanner();
    pushImage(at.hub.store, "library/app", "1", IMAGE);
    const { report } = await at.plan("- app:1\n- { source: app:1, to: other }");
    expect(report.images[0]?.bytes).toBe(report.images[1]?.bytes);
    expect(report.summary.pulls).toEqual({ "docker.io": 3 });
    expect(at.hub.pulls).toBe(3);
  });
});
