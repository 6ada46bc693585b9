import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import type { GeneratedImage } from "../../sandbox/images/generated-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { onPath } from "../sandbox/on-path.ts";
import { differences } from "./differences.ts";
import { ODD_IMAGES } from "./odd-images.ts";
import { inspectRaw } from "./skopeo.ts";
import { type Stage, setStage, TOKEN } from "./stage.ts";

/** A source without a pull limit, and a GHCR. */
const setWideStage = () => setStage({ manners: plainManners() });

const NAMES = Object.entries(ODD_IMAGES).map(([name, image], index) => ({ name, image, tag: `v${index}` }));

function expectSame({ hub, ghcr }: Stage, original: string, copy: string) {
  expect(differences({ registry: hub, reference: original }, { registry: ghcr, reference: copy })).toEqual(
    [],
  );
}

describe("what arrives byte for byte", () => {
  it.each(NAMES)("$name", async ({ image, tag }) => {
    await using stage = await setWideStage();
    pushImage(stage.hub.store, "library/odd", tag, image);
    const { images, summary } = await stage.sync(`- odd:${tag}`);
    expect(images).toMatchObject([{ action: "copy", result: "done", digest: image.root.digest }]);
    expectSame(stage, `library/odd:${tag}`, `acme/odd:${tag}`);
    const sent = [...image.manifests, ...image.blobs].reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(summary.bytes).toBe(sent);
    expect(stage.ghcr.openUploads).toBe(0);
    expect((await stage.sync(`- odd:${tag}`)).summary).toMatchObject({ upToDate: 1, bytes: 0, pulls: {} });
  });

  it("all of them at once, in one repository", async () => {
    await using stage = await setWideStage();
    for (const { image, tag } of NAMES) pushImage(stage.hub.store, "library/odd", tag, image);
    const { summary } = await stage.sync(`- { source: odd, tags: ["*"] }`);
    expect(summary).toMatchObject({ copied: NAMES.length, failed: 0 });
    for (const { tag } of NAMES) expectSame(stage, `library/odd:${tag}`, `acme/odd:${tag}`);
  });

  it("an image between registries that name no digests, whose manifests are then read to know them", async () => {
    const manners = plainManners({ contentDigestHeader: false });
    await using stage = await setStage({ manners }, { manners, auth: { kind: "none" } });
    const image = generateImage({ seed: "nameless", platforms: ["linux/amd64", "linux/arm64"] });
    pushImage(stage.hub.store, "library/app", "1", image);
    expect((await stage.sync("- app:1")).images).toMatchObject([
      { result: "done", digest: image.root.digest },
    ]);
    expectSame(stage, "library/app:1", "acme/app:1");
    expect(stage.hub.count({ method: "GET", kind: "manifest" })).toBe(image.manifests.length);
    expect((await stage.sync("- app:1")).summary).toMatchObject({ upToDate: 1, pulls: { "docker.io": 1 } });
  });

  it("the artifact manifest that OCI had for a while, where the destination still takes it", async () => {
    const manifestTypes = [...plainManners().manifestTypes, MediaType.ociArtifact];
    await using stage = await setStage(
      { manners: plainManners() },
      { manners: ghcrManners({ manifestTypes }) },
    );
    const blob = stage.hub.store.putBlob("library/odd", Buffer.from("a report"));
    const body = {
      mediaType: MediaType.ociArtifact,
      artifactType: "text/report",
      blobs: [blob],
      schemaVersion: 2,
    };
    stage.hub.store.putManifest("library/odd", "a", MediaType.ociArtifact, Buffer.from(JSON.stringify(body)));
    expect((await stage.sync("- odd:a")).images).toMatchObject([{ result: "done", platforms: [] }]);
    expectSame(stage, "library/odd:a", "acme/odd:a");
  });
});

describe("what is named in unusual ways", () => {
  const image = generateImage({ seed: "named", platforms: ["linux/amd64", "linux/arm64"] });
  const { digest } = image.root;
  const long = `v${"0123456789abcdef".repeat(8)}`.slice(0, 128);

  it.each([
    ["by digest", `- docker.io/library/app@${digest}`, `acme/app@${digest}`],
    ["by tag and digest", `- docker.io/library/app:1@${digest}`, "acme/app:1"],
    ["by a tag of 128 characters", `- docker.io/library/app:${long}`, `acme/app:${long}`],
    [
      "with five path parts at the destination",
      "- { source: app:1, to: one/two/three/four }",
      "acme/one/two/three/four:1",
    ],
    ["with upper case in the owner", "- app:1", "acme/app:1"],
  ])("%s", async (_, mirrors, copy) => {
    await using stage = await setWideStage();
    for (const tag of ["1", long]) pushImage(stage.hub.store, "library/app", tag, image);
    const { images } = await stage.sync(mirrors, { owner: "AcMe" });
    expect(images).toMatchObject([{ result: "done", destination: `ghcr.io/${copy}` }]);
    expectSame(stage, "library/app:1", copy);
    expect((await stage.sync(mirrors, { owner: "AcMe" })).summary).toMatchObject({ upToDate: 1, bytes: 0 });
  });

  it("with five path parts at the source", async () => {
    await using stage = await setWideStage();
    pushImage(stage.hub.store, "one/two/three/four/five", "1", image);
    await stage.sync("- docker.io/one/two/three/four/five:1");
    expectSame(stage, "one/two/three/four/five:1", "acme/five:1");
  });

  it("by a tag of 128 characters, which is kept under a name that is no longer", async () => {
    await using stage = await setWideStage();
    pushImage(stage.hub.store, "library/app", long, image);
    pushImage(stage.ghcr.store, "acme/app", long, generateImage({ seed: "old" }));
    await stage.sync(`- { source: "app:${long}", on-change: backup }`);
    expectSame(stage, `library/app:${long}`, `acme/app:${long}`);
    const [, backup = ""] = stage.ghcr.store.tags("acme/app");
    expect(backup).toHaveLength(128);
    expect(stage.ghcr.store.manifest("acme/app", backup)?.digest).toBe(
      generateImage({ seed: "old" }).root.digest,
    );
  });
});

describe.skipIf(!onPath("skopeo"))("skopeo sees the same bytes on both sides", () => {
  it.each(NAMES)("of $name", async ({ image, tag }: { image: GeneratedImage; tag: string }) => {
    await using stage = await setWideStage();
    pushImage(stage.hub.store, "library/odd", tag, image);
    await stage.sync(`- odd:${tag}`);
    const [original, copy] = await Promise.all([
      inspectRaw(`${stage.hub.host}/library/odd:${tag}`),
      inspectRaw(`${stage.ghcr.host}/acme/odd:${tag}`, `acme:${TOKEN}`),
    ]);
    expect(original.equals(Buffer.from(image.manifests.at(-1)?.bytes ?? []))).toBe(true);
    expect(copy.equals(original)).toBe(true);
  });
});
