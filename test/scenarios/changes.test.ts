import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { before as preceded } from "../../sandbox/registry/fault-acts.ts";
import { shortDigest } from "../../src/oci/digest.ts";
import { type Stage, setPlainStage } from "./stage.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64", "linux/s390x"];
const OLD = generateImage({ seed: "old", platforms: PLATFORMS });
const NEW = generateImage({ seed: "new", platforms: PLATFORMS });
const NEWER = generateImage({ seed: "newer", platforms: PLATFORMS });

/** A stage on which `app:1` was mirrored once, as OLD. */
async function setMirroredStage(entry = "- app:1"): Promise<Stage> {
  const stage = await setPlainStage();
  pushImage(stage.hub.store, "library/app", "1", OLD);
  await stage.sync(entry);
  stage.forget();
  return stage;
}

const held = ({ ghcr }: Stage, tag = "1") => ghcr.store.manifest("acme/app", tag)?.digest;

describe("a tag that moves at the source", () => {
  it("is followed", async () => {
    await using stage = await setMirroredStage();
    pushImage(stage.hub.store, "library/app", "1", NEW);
    const { images, summary } = await stage.sync("- app:1");
    expect(images).toMatchObject([
      {
        action: "update",
        result: "done",
        digest: NEW.root.digest,
        previousDigest: OLD.root.digest,
        reason: "the source moved",
      },
    ]);
    expect(summary).toMatchObject({ updated: 1, copied: 0, pulls: { "docker.io": 4 } });
    expect(held(stage)).toBe(NEW.root.digest);
  });

  it("back to what the destination still holds costs no pull and no blob", async () => {
    await using stage = await setMirroredStage();
    pushImage(stage.hub.store, "library/app", "1", NEW);
    await stage.sync("- app:1");
    stage.hub.store.tag("library/app", "1", OLD.root.digest);
    stage.forget();
    const { images, summary } = await stage.sync("- app:1");
    expect(images).toMatchObject([{ action: "update", result: "done", bytes: OLD.root.size }]);
    expect(summary.pulls).toEqual({});
    expect(stage.ghcr.count({ kind: "upload" })).toBe(0);
    expect(held(stage)).toBe(OLD.root.digest);
  });

  it("is left alone where the config says keep", async () => {
    const entry = "- { source: app:1, on-change: keep }";
    await using stage = await setMirroredStage(entry);
    pushImage(stage.hub.store, "library/app", "1", NEW);
    const { images, summary } = await stage.sync(entry);
    expect(images).toMatchObject([
      { action: "up-to-date", digest: OLD.root.digest, reason: expect.stringContaining("on-change: keep") },
    ]);
    expect(summary).toMatchObject({ upToDate: 1, pulls: {} });
    expect(held(stage)).toBe(OLD.root.digest);
  });

  it("is followed, and what it was is kept, where the config says backup", async () => {
    const entry = "- { source: app:1, on-change: backup }";
    await using stage = await setMirroredStage(entry);
    for (const image of [NEW, NEWER]) {
      pushImage(stage.hub.store, "library/app", "1", image);
      await stage.sync(entry);
    }
    const backups = [OLD, NEW].map(({ root }) => `1-${shortDigest(root.digest)}`);
    expect(stage.ghcr.store.tags("acme/app")).toEqual(["1", ...backups]);
    expect([held(stage), ...backups.map((tag) => held(stage, tag))]).toEqual(
      [NEWER, OLD, NEW].map(({ root }) => root.digest),
    );
    stage.forget();
    expect((await stage.sync(entry)).summary).toMatchObject({ upToDate: 1 });
    expect(stage.ghcr.count({ method: "PUT" })).toBe(0);
  });

  it("between the look and the fetch is mirrored as it was when it was looked at, and followed the next time", async () => {
    await using stage = await setMirroredStage();
    pushImage(stage.hub.store, "library/app", "1", NEW);
    const move = preceded(() => void pushImage(stage.hub.store, "library/app", "1", NEWER));
    stage.hub.faults.add({ when: { method: "GET", kind: "manifest" }, act: move });
    expect((await stage.sync("- app:1")).images).toMatchObject([{ result: "done", digest: NEW.root.digest }]);
    expect(held(stage)).toBe(NEW.root.digest);
    expect((await stage.sync("- app:1")).images).toMatchObject([
      { action: "update", digest: NEWER.root.digest },
    ]);
    expect(held(stage)).toBe(NEWER.root.digest);
  });
});

describe("a tag that vanishes at the source", () => {
  it.each(["- app:1", "- { source: app:1, on-change: keep }"])("is told, and kept: %s", async (entry) => {
    await using stage = await setMirroredStage(entry);
    stage.hub.store.deleteTag("library/app", "1");
    expect((await stage.sync(entry)).images).toMatchObject([
      { action: "up-to-date", result: "skipped", isVanished: true, digest: OLD.root.digest },
    ]);
    expect(held(stage)).toBe(OLD.root.digest);
  });

  it("between the look and the fetch is mirrored as it was", async () => {
    await using stage = await setMirroredStage();
    pushImage(stage.hub.store, "library/app", "1", NEW);
    const vanish = preceded(() => void stage.hub.store.deleteTag("library/app", "1"));
    stage.hub.faults.add({ when: { method: "GET", kind: "manifest" }, act: vanish });
    expect((await stage.sync("- app:1")).images).toMatchObject([{ result: "done", digest: NEW.root.digest }]);
  });

  it("at the destination is copied again, without a pull", async () => {
    await using stage = await setMirroredStage();
    stage.ghcr.store.deleteTag("acme/app", "1");
    const { images, summary } = await stage.sync("- app:1");
    expect(images).toMatchObject([{ action: "copy", result: "done" }]);
    expect(summary.pulls).toEqual({});
    expect(held(stage)).toBe(OLD.root.digest);
  });
});

describe("the platforms of an entry", () => {
  const entry = (...platforms: string[]) => `- { source: app:1, platforms: [${platforms.join(", ")}] }`;
  const platformsHeld = ({ ghcr }: Stage) =>
    JSON.parse(String(Buffer.from(ghcr.store.manifest("acme/app", "1")?.bytes ?? []))).manifests.map(
      ({ platform }: { platform: { architecture: string } }) => platform.architecture,
    );

  it("that grow bring what is missing, and those that shrink take it off the tag", async () => {
    await using stage = await setMirroredStage(entry("linux/amd64"));
    expect(platformsHeld(stage)).toEqual(["amd64"]);
    const { images } = await stage.sync(entry("linux/amd64", "linux/arm64"));
    expect(images).toMatchObject([
      { action: "update", result: "done", reason: expect.stringMatching(/platforms changed/) },
    ]);
    expect(platformsHeld(stage)).toEqual(["amd64", "arm64"]);
    expect((await stage.sync("- app:1")).images).toMatchObject([
      { action: "update", digest: OLD.root.digest },
    ]);
    await stage.sync(entry("linux/s390x"));
    expect(platformsHeld(stage)).toEqual(["s390x"]);
    expect((await stage.sync(entry("linux/s390x"))).images).toMatchObject([{ action: "up-to-date" }]);
  });

  it("are those of the new image when the tag moves", async () => {
    await using stage = await setMirroredStage(entry("linux/amd64"));
    pushImage(stage.hub.store, "library/app", "1", NEW);
    expect((await stage.sync(entry("linux/amd64"))).images).toMatchObject([
      { action: "update", result: "done" },
    ]);
    const [amd64] = NEW.manifests;
    expect(stage.ghcr.store.manifest("acme/app", amd64?.descriptor.digest ?? "")).toBeDefined();
  });

  it("that the source does not have are an error that lists what it has", async () => {
    await using stage = await setMirroredStage();
    const { images } = await stage.sync(entry("linux/riscv64"));
    expect(images).toMatchObject([
      {
        result: "failed",
        error: {
          side: "source",
          code: "NO_SUCH_PLATFORM",
          message: expect.stringMatching(/linux\/amd64, linux\/arm64, linux\/s390x/),
        },
      },
    ]);
    expect(held(stage)).toBe(OLD.root.digest);
  });
});
