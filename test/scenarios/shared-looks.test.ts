import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { anonymous } from "../../src/oci/auth/credential.ts";
import { setPlainStage, setStage } from "./stage.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64", "linux/s390x"];
const IMAGE = generateImage({ seed: "looks", platforms: PLATFORMS });
const SUBSET = "platforms: [linux/amd64, linux/arm64]";

describe("what is looked for", () => {
  it("at the source is listed once for entries that share it", async () => {
    await using stage = await setPlainStage();
    for (const tag of ["1.1", "1.2", "2.1"]) pushImage(stage.hub.store, "library/app", tag, IMAGE);
    const entries = ["1.*", "2.*"].map((tag) => `- { source: app, tags: ["${tag}"] }`);
    expect((await stage.sync(entries.join("\n"))).summary.copied).toBe(3);
    expect(stage.hub.count({ kind: "tags" })).toBe(1);
  });

  it("at the destination is asked for once for tags that share a digest", async () => {
    await using stage = await setPlainStage();
    pushImage(stage.ghcr.store, "acme/app", "old", generateImage({ seed: "older" }));
    const tags = Array.from({ length: 20 }, (_, index) => `1.${index}`);
    for (const tag of tags) pushImage(stage.hub.store, "library/app", tag, IMAGE);
    await stage.sync('- { source: app, tags: ["1.*"] }');
    const byDigest = stage.ghcr.requests.filter(
      ({ method, kind, reference }) =>
        method === "GET" && kind === "manifest" && reference === IMAGE.root.digest,
    );
    expect(byDigest).toHaveLength(1);
    expect(stage.ghcr.store.tags("acme/app")).toHaveLength(21);
  });

  it("by a permission to write is tried once for a repository that refuses to be looked at", async () => {
    await using stage = await setStage();
    const tags = Array.from({ length: 10 }, (_, index) => `1.${index}`);
    for (const tag of tags) pushImage(stage.hub.store, "library/app", tag, IMAGE);
    const entry = `- { source: app, tags: [${tags.map((tag) => `"${tag}"`).join()}] }`;
    const { images } = await stage.plan(entry, { keychain: anonymous });
    expect(images.map(({ result }) => result)).toEqual(tags.map(() => "failed"));
    expect(images[0]?.error).toMatchObject({
      side: "destination",
      remedy: expect.stringContaining("No credential was found"),
    });
    expect(stage.ghcr.count({ method: "POST" })).toBeLessThanOrEqual(1);
  });
});

describe("a mirror of a mirror", () => {
  it("is in sync when it holds the stripped index as it is, and follows it when more is wanted than that", async () => {
    await using stage = await setPlainStage();
    pushImage(stage.hub.store, "library/app", "1", IMAGE);
    await stage.sync(`- { source: app:1, ${SUBSET} }`);
    const again = `- { source: "ghcr.io/acme/app:1", to: again, ${SUBSET} }`;
    expect((await stage.sync(again)).summary).toMatchObject({ copied: 1 });
    expect((await stage.sync(again)).summary).toMatchObject({ upToDate: 1, pulls: {} });
    const fewer = '- { source: "ghcr.io/acme/app:1", to: again, platforms: [linux/amd64] }';
    expect((await stage.sync(fewer)).images).toMatchObject([
      {
        action: "update",
        reason: expect.stringContaining("the wanted platforms changed"),
        platforms: ["linux/amd64"],
      },
    ]);
    expect((await stage.sync(fewer)).summary).toMatchObject({ upToDate: 1, pulls: {} });
  });
});
