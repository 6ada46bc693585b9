import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import type { GeneratedImage } from "../../../sandbox/images/generated-image.ts";
import { type Digest, digestOf } from "../../../src/oci/digest.ts";
import { parseManifest } from "../../../src/oci/manifest.ts";
import { hasBlob, openBlob } from "../../../src/oci/registry/blobs.ts";
import { getManifest, headManifest, putManifest } from "../../../src/oci/registry/manifests.ts";
import { listReferrers } from "../../../src/oci/registry/referrers.ts";
import type { Registry } from "../../../src/oci/registry/registry.ts";
import type { Repository } from "../../../src/oci/registry/repository.ts";
import { firstTags, listTags } from "../../../src/oci/registry/tags.ts";
import {
  cancelUpload,
  finishUpload,
  patchBlob,
  putBlob,
  startUpload,
} from "../../../src/oci/registry/uploads.ts";
import { onPath } from "../../sandbox/on-path.ts";
import { openClient } from "../open-client.ts";
import { readStream } from "./read-stream.ts";

const run = promisify(execFile);
const BYTES = Buffer.alloc(300_000, "0123456789abcdef!");
const BLOB = { digest: digestOf(BYTES), size: BYTES.length };
const ABSENT = digestOf(Buffer.from("absent"));

/** A registry that the suite runs against, empty at its start. */
export interface RegistryUnderTest extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
}

/** What the client does with a registry, whoever made it. The tests build on one another, in their order. */
export function describeRegistry(start: () => Promise<RegistryUnderTest>): void {
  let server: RegistryUnderTest;
  let client: Registry & AsyncDisposable;
  let repository: Repository;

  beforeAll(async () => {
    server = await start();
    client = openClient(server.url);
    repository = client.destination("acme/app");
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  describe("knows nothing of a repository that does not exist:", () => {
    it("no tags", async () => {
      expect(await firstTags(repository)).toBeUndefined();
      expect(await listTags(repository)).toBeUndefined();
    });
    it("no manifest", async () => {
      expect(await headManifest(repository, "v1")).toBeUndefined();
      await expect(getManifest(repository, "v1")).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(getManifest(repository, ABSENT)).rejects.toMatchObject({ code: "NOT_FOUND" });
    });
    it("no blob", async () => {
      expect(await hasBlob(repository, ABSENT)).toBe(false);
      await expect(openBlob(repository, { digest: ABSENT, size: 1 })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    });
    it("no referrers", async () => {
      expect(await listReferrers(repository, ABSENT)).toEqual([]);
    });
  });

  describe("takes a blob", () => {
    it.each<[string, (bytes: Buffer) => Promise<void>]>([
      ["whole, as bytes", (bytes) => put(bytes, bytes)],
      ["whole, as a stream", (bytes) => put(bytes, async (sink) => sink(bytes))],
      ["by PATCH, as bytes", (bytes) => patch(bytes, bytes)],
      ["by PATCH, as a stream", (bytes) => patch(bytes, async (sink) => sink(bytes))],
    ])("%s", async (name, send) => {
      const bytes = Buffer.concat([BYTES, Buffer.from(name)]);
      const blob = { digest: digestOf(bytes), size: bytes.length };
      await send(bytes);
      expect(await hasBlob(repository, blob.digest)).toBe(true);
      expect((await readStream(await openBlob(repository, blob))).equals(bytes)).toBe(true);
    });

    it("of no bytes", async () => {
      const nothing = Buffer.alloc(0);
      await put(nothing, nothing);
      expect(
        await readStream(await openBlob(repository, { digest: digestOf(nothing), size: 0 })),
      ).toHaveLength(0);
    });

    it("by a mount, from another repository and from the same", async () => {
      await put(BYTES, BYTES);
      const other = client.destination("acme/deep/er/name");
      expect(await startUpload(other, { digest: BLOB.digest, from: "acme/app" })).toBeUndefined();
      expect(await hasBlob(other, BLOB.digest)).toBe(true);
      expect(await startUpload(other, { digest: BLOB.digest, from: "acme/deep/er/name" })).toBeUndefined();
    });

    it("after a mount of what is not there", async () => {
      const bytes = Buffer.from("mounted in vain");
      const upload = await startUpload(repository, { digest: digestOf(bytes), from: "acme/nothing" });
      await putBlob(upload ?? expect.fail("mounted"), { digest: digestOf(bytes), size: bytes.length }, bytes);
      expect(await hasBlob(repository, digestOf(bytes))).toBe(true);
    });
  });

  describe("refuses a blob", () => {
    it.each<[string, typeof put]>([
      ["whole", put],
      ["by PATCH", patch],
    ])("with another digest than its own, %s", async (_, send) => {
      const sending = send(Buffer.from("other"), BYTES, BYTES.length);
      await expect(sending).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
      expect(await hasBlob(repository, digestOf(Buffer.from("other")))).toBe(false);
    });

    it("whose upload was cancelled", async () => {
      const upload = await begin();
      await cancelUpload(upload);
      await cancelUpload(upload);
      await expect(putBlob(upload, BLOB, BYTES)).rejects.toMatchObject({ code: "NOT_FOUND" });
    });
  });

  describe.each(["oci", "docker"] as const)("takes an image of the format %s", (format) => {
    const image = generateImage({ seed: format, format, platforms: ["linux/amd64", "linux/arm64/v8"] });
    const { digest, mediaType } = image.root;

    it("not before its content", async () => {
      const [, top] = await rawManifests(image);
      await expect(putManifest(repository, format, top)).rejects.toMatchObject({ code: "BLOB_UNKNOWN" });
    });

    it("after its content, byte for byte", async () => {
      for (const { bytes } of image.blobs) await put(Buffer.from(bytes), bytes);
      const [children, top] = await rawManifests(image);
      for (const child of children) await putManifest(repository, child.digest, child);
      await putManifest(repository, format, top);
      expect(await headManifest(repository, format)).toEqual({ digest });
      const got = await getManifest(repository, format);
      expect(got).toEqual({ digest, mediaType, bytes: top.bytes });
      expect(parseManifest(got.bytes, got.mediaType).children).toHaveLength(2);
      expect(await listTags(repository)).toContain(format);
    });

    it("not under a digest that is not its own", async () => {
      const [, top] = await rawManifests(image);
      await expect(putManifest(repository, ABSENT, top)).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
    });

    it.skipIf(!onPath("skopeo"))("as skopeo finds", async () => {
      for (const reference of [`:${format}`, `@${digest}`]) {
        const address = `docker://${new URL(server.url).host}/acme/app${reference}`;
        const { stdout } = await run("skopeo", ["inspect", "--tls-verify=false", "--raw", address]);
        expect(digestOf(Buffer.from(stdout))).toBe(digest);
      }
    });
  });

  it("lists many tags, each once", async () => {
    const manifest = await getManifest(repository, "oci");
    const names = Array.from({ length: 120 }, (_, index) => `many-${index}`);
    for (const name of names) await putManifest(repository, name, manifest);
    const tags = (await listTags(repository)) ?? [];
    expect(new Set(tags).size).toBe(tags.length);
    expect(new Set(tags)).toEqual(new Set(["oci", "docker", ...names]));
  });

  it("takes a tag of the greatest length", async () => {
    const tag = "t".repeat(128);
    await putManifest(repository, tag, await getManifest(repository, "oci"));
    expect(await headManifest(repository, tag)).toBeDefined();
  });

  async function begin() {
    return (await startUpload(repository)) ?? expect.fail("there is nothing to upload");
  }

  /** Uploads `body` as if it were `bytes`. */
  async function put(bytes: Buffer, body: Parameters<typeof putBlob>[2], size = bytes.length): Promise<void> {
    await putBlob(await begin(), { digest: digestOf(bytes), size }, body);
  }

  async function patch(
    bytes: Buffer,
    body: Parameters<typeof patchBlob>[2],
    size = bytes.length,
  ): Promise<void> {
    await finishUpload(await patchBlob(await begin(), size, body), digestOf(bytes));
  }
}

/** The manifests of an image as a registry has them: all but the last, and the last. */
async function rawManifests(image: GeneratedImage) {
  const all = image.manifests.map(({ descriptor, bytes }) => ({
    mediaType: descriptor.mediaType,
    digest: descriptor.digest as Digest,
    bytes: Buffer.from(bytes),
  }));
  const top = all.at(-1) ?? expect.fail("an image without a manifest");
  return [all.slice(0, -1), top] as const;
}
