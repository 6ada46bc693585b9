import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { nestIndex } from "../../sandbox/images/generate-index.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { endlessBody, headerBomb, status } from "../../sandbox/registry/fault-acts.ts";
import type { FaultAct } from "../../sandbox/registry/faults.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { ALWAYS, expectFailure } from "./expect-failure.ts";
import { type Stage, setPlainStage } from "./stage.ts";

async function setHalfStage(): Promise<Stage> {
  const stage = await setPlainStage();
  pushImage(stage.hub.store, "library/good", "1", generateImage({ seed: "good" }));
  return stage;
}

/** Puts bytes under a digest that is not theirs, which only a hostile registry does. */
function answerWith({ hub }: Stage, reference: string, mediaType: string, bytes: Uint8Array) {
  const act = status(200, { headers: { "content-type": mediaType }, body: String(Buffer.from(bytes)) });
  hub.faults.add({
    when: { method: "GET", kind: "manifest", repository: "library/bad", reference },
    times: ALWAYS,
    act,
  });
}

describe("a hostile source", () => {
  it("with an index that refers to itself is found out by its digest", async () => {
    await using stage = await setHalfStage();
    const digest = digestOf(Buffer.from("a promise"));
    const self = { mediaType: MediaType.ociIndex, digest, size: 300 };
    const index = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [self] }));
    stage.hub.store.putManifest("library/bad", "1", MediaType.ociIndex, index);
    answerWith(stage, digest, MediaType.ociIndex, index);
    await expectFailure(stage, { side: "source", code: "DIGEST_MISMATCH", words: /the manifest hashes to/ });
  });

  it("with a manifest of 100 MiB is not listened to for longer than 4 MiB", async () => {
    await using stage = await setHalfStage();
    const bytes = Buffer.alloc(100 * 1024 * 1024, " ");
    stage.hub.store.putManifest("library/bad", "1", MediaType.ociIndex, bytes);
    await expectFailure(stage, { side: "source", code: "TOO_LARGE", words: /larger than 4194304 bytes/ });
  });

  it("with indexes in indexes in indexes is followed eight deep", async () => {
    await using stage = await setHalfStage();
    let image = generateImage({ seed: "deep" });
    for (let level = 0; level < 12; level++) image = nestIndex(MediaType.ociIndex, [image]);
    pushImage(stage.hub.store, "library/bad", "1", image);
    await expectFailure(stage, { side: "source", code: "TOO_LARGE", words: /nested more than 8 deep/ });
    expect(stage.hub.count({ method: "GET", kind: "manifest", repository: "library/bad" })).toBeLessThan(11);
  });

  it.each([
    ["no JSON at all", MediaType.ociManifest, "\u0000", "MALFORMED"],
    ["a manifest of schema 1", MediaType.dockerSchema1, '{"schemaVersion":1}', "UNSUPPORTED"],
    ["a manifest that is a web page", "text/html", "<html></html>", "MALFORMED"],
    [
      "a manifest of another type than it says",
      MediaType.ociManifest,
      `{"schemaVersion":2,"mediaType":"${MediaType.ociIndex}","manifests":[]}`,
      "MALFORMED",
    ],
    [
      "a layer of a size that is none",
      MediaType.ociManifest,
      `{"schemaVersion":2,"layers":[{"mediaType":"a","digest":"${digestOf(Buffer.from(""))}","size":-1}]}`,
      "MALFORMED",
    ],
    [
      "a path where a digest should be",
      MediaType.ociManifest,
      '{"schemaVersion":2,"layers":[{"mediaType":"a","digest":"../../other/blobs","size":1}]}',
      "MALFORMED",
    ],
  ])("with %s is not understood", async (_, mediaType, text, code) => {
    await using stage = await setHalfStage();
    const bytes = Buffer.from(text);
    const { digest } = stage.hub.store.putManifest("library/bad", "1", mediaType, bytes);
    const headers = { "docker-content-digest": digest };
    stage.hub.faults.add({
      when: { method: "HEAD", repository: "library/bad" },
      times: ALWAYS,
      act: status(200, { headers }),
    });
    answerWith(stage, digest, mediaType, bytes);
    await expectFailure(stage, { side: "source", code, words: /\w/ });
  });

  const page = (tags: readonly string[], link?: string) => status(200, { body: { tags }, headers: { link } });
  it.each<[name: string, act: FaultAct, code: string]>([
    ["that never ends", endlessBody, "TOO_LARGE"],
    ["with bombs in its headers", headerBomb, "TOO_LARGE"],
    ["of a million tags", page(Array.from({ length: 300_000 }, (_, index) => `${index}`)), "TOO_LARGE"],
    ["that goes in a circle", page(["1"], '</v2/library/bad/tags/list?n=1000>; rel="next"'), "MALFORMED"],
    [
      "that goes on at another host",
      page(["1"], '<http://127.0.0.1:1/v2/library/bad/tags/list>; rel="next"'),
      "MALFORMED",
    ],
    ["that is no list", status(200, { body: { tags: { length: 7 } } }), "MALFORMED"],
  ])("with a list of tags %s is left alone", async (_, act, code) => {
    await using stage = await setHalfStage();
    stage.hub.faults.add({ when: { kind: "tags", repository: "library/bad" }, times: ALWAYS, act });
    const { images } = await stage.sync(`- { source: bad, tags: ["*"] }\n- good:1`);
    expect(images).toMatchObject([
      { source: "docker.io/library/good:1", result: "done" },
      {
        source: "docker.io/library/bad:*",
        result: "failed",
        error: { side: "source", code, remedy: expect.any(String) },
      },
    ]);
  });
});

it("words of a registry come out as one line without controls and secrets", async () => {
  await using stage = await setHalfStage();
  const message =
    "\u001b[31mred\u001b[0m\r\nX-Evil: 1 Authorization: Bearer abcdefghijklmnopqrstuvwxyz\u202e";
  const act = status(403, { body: { errors: [{ code: "DENIED", message }] } });
  pushImage(stage.hub.store, "library/bad", "1", generateImage({ seed: "bad" }));
  stage.hub.faults.add({ when: { method: "GET", repository: "library/bad" }, times: ALWAYS, act });
  const { images } = await expectFailure(stage, { side: "source", code: "DENIED", words: /red/ });
  expect(images[0]?.error?.message).not.toMatch(/[\p{Cc}\p{Cf}]|abcdefghijk/u);
});
