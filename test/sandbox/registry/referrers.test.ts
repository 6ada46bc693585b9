import { describe, expect, it } from "vitest";
import { generateArtifact } from "../../../sandbox/images/generate-artifact.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { MediaType } from "../../../src/oci/media-type.ts";
import { ask } from "./wire.ts";

const image = generateImage({ seed: "signed" });
const sbom = generateArtifact({ seed: "sbom", artifactType: "application/spdx+json", subject: image.root });
const signature = generateArtifact({
  seed: "signature",
  artifactType: "application/x-sig",
  subject: image.root,
});

describe("the referrers API", () => {
  it("lists what refers to a digest, of one type if asked", async () => {
    await using registry = await startRegistry({ manners: plainManners({ referrers: true }) });
    for (const [tag, one] of [
      ["v1", image],
      [undefined, sbom],
      [undefined, signature],
    ] as const) {
      pushImage(registry.store, "a", tag, one);
    }
    const url = `${registry.url}/v2/a/referrers/${image.root.digest}`;
    const all = await ask(url);
    expect(all.headers.get("content-type")).toBe(MediaType.ociIndex);
    expect(JSON.parse(all.text)).toMatchObject({
      schemaVersion: 2,
      manifests: [
        { digest: sbom.root.digest, size: sbom.root.size, artifactType: "application/spdx+json" },
        { digest: signature.root.digest, annotations: { "org.opencontainers.image.title": "signature" } },
      ],
    });
    const filtered = await ask(`${url}?artifactType=application/x-sig`);
    expect(filtered.headers.get("oci-filters-applied")).toBe("artifactType");
    expect((JSON.parse(filtered.text) as { manifests: unknown[] }).manifests).toHaveLength(1);
  });

  it("is empty for a digest nobody refers to, and confirms a subject when it is put", async () => {
    await using registry = await startRegistry({ manners: plainManners({ referrers: true }) });
    for (const { bytes } of sbom.blobs) registry.store.putBlob("a", bytes);
    const none = await ask(`${registry.url}/v2/a/referrers/${image.root.digest}`);
    expect(JSON.parse(none.text)).toMatchObject({ manifests: [] });
    const answer = await ask(`${registry.url}/v2/a/manifests/${sbom.root.digest}`, {
      method: "PUT",
      headers: { "content-type": MediaType.ociManifest },
      body: Buffer.from(sbom.manifests[0]?.bytes ?? []),
    });
    expect([answer.status, answer.headers.get("oci-subject")]).toEqual([201, image.root.digest]);
  });
});
