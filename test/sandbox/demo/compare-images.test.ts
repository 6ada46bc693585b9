import { beforeEach, describe, expect, it } from "vitest";
import { compareImages } from "../../../sandbox/demo/compare-images.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { heldContent } from "../../../sandbox/registry/store/blob-content.ts";
import { RegistryStore } from "../../../sandbox/registry/store/registry-store.ts";

const image = generateImage({ seed: "compare", platforms: ["linux/amd64", "linux/arm64"], layers: 1 });
const [blob] = image.blobs;
const digest = blob?.descriptor.digest ?? "sha256:none";

let store: RegistryStore;
const compare = () =>
  compareImages({ store, repository: "a", reference: "1" }, { store, repository: "b", reference: "1" });

beforeEach(() => {
  store = new RegistryStore();
  pushImage(store, "a", "1", image);
  pushImage(store, "b", "1", image);
});

describe("compareImages", () => {
  it("returns every digest of two equal images", () => {
    const all = [...image.manifests, ...image.blobs].map(({ descriptor }) => descriptor.digest);
    expect([...compare().keys()].sort()).toEqual(all.sort());
  });

  it("finds a tag that points elsewhere", () => {
    pushImage(store, "b", "1", generateImage({ seed: "another" }));
    expect(compare).toThrow("b:1 is not a:1");
  });

  it("finds a tag that is missing", () => {
    store.deleteTag("b", "1");
    expect(compare).toThrow("there is no b:1");
  });

  it("finds a child that is missing", () => {
    const child = image.manifests[0]?.descriptor.digest ?? "sha256:none";
    store.deleteManifest("b", child);
    expect(compare).toThrow(`there is no b@${child}`);
  });

  it("finds a blob that is missing", () => {
    store.deleteBlob("b", digest);
    expect(compare).toThrow(`there is no b@${digest}`);
  });

  it("finds a blob whose bytes are others", () => {
    store.addBlob("b", digest, heldContent([Buffer.from("others")]));
    expect(compare).toThrow(`b@${digest} holds other bytes`);
  });
});
