import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import {
  before,
  corrupt,
  cutAfter,
  cutBeforeResponse,
  endlessBody,
  headerBomb,
  redirectLoop,
  redirectTo,
  status,
  truncate,
  wrongDigestHeader,
} from "../../sandbox/registry/fault-acts.ts";
import type { FaultAct, FaultMatch } from "../../sandbox/registry/faults.ts";
import { ALWAYS, expectFailure } from "./expect-failure.ts";
import { type Stage, setPlainStage } from "./stage.ts";

const BAD = generateImage({ seed: "bad", platforms: ["linux/amd64", "linux/arm64"], layerSize: 200_000 });
const GOOD = generateImage({ seed: "good" });
const LAYER = BAD.blobs.find(({ bytes }) => bytes.length === 200_000)?.descriptor.digest ?? BAD.root.digest;
const CONFIG = BAD.blobs[0]?.descriptor.digest ?? BAD.root.digest;

/** A stage whose source has `bad` and `good`. */
async function setFilledStage(): Promise<Stage> {
  const stage = await setPlainStage();
  pushImage(stage.hub.store, "library/bad", "1", BAD);
  pushImage(stage.hub.store, "library/good", "1", GOOD);
  return stage;
}

const HEAD: FaultMatch = { method: "HEAD", kind: "manifest" };
const GET: FaultMatch = { method: "GET", kind: "manifest" };
const CHILD: FaultMatch = { ...GET, nth: 2 };
const BLOB: FaultMatch = { method: "GET", kind: "blob", reference: LAYER };
const SMALL: FaultMatch = { ...BLOB, reference: CONFIG };
const hubWords = (code: string, message: string) => ({ body: { errors: [{ code, message }] } });

describe("an image fails, on the side of the source, and the others are done", () => {
  it.each<[name: string, when: FaultMatch, act: FaultAct, code: string, words: RegExp]>([
    ["its tag is forbidden", HEAD, status(403), "DENIED", /HEAD .*\/v2\/library\/bad\/manifests\/1: 403/],
    [
      "its tag is not there",
      HEAD,
      status(404),
      "MANIFEST_UNKNOWN",
      /docker.io\/library\/bad:1 does not exist/,
    ],
    ["its manifest is gone by the time it is fetched", GET, status(404), "NOT_FOUND", /404/],
    ["a child is gone", CHILD, status(404), "NOT_FOUND", /404/],
    ["a blob is gone", BLOB, status(404), "NOT_FOUND", new RegExp(`docker.io/library/bad@${LAYER}`)],
    [
      "a blob is forbidden",
      BLOB,
      status(403, hubWords("DENIED", "pay first")),
      "DENIED",
      /DENIED: pay first/,
    ],
    [
      "a blob is shorter than promised",
      BLOB,
      truncate,
      "SIZE_MISMATCH",
      /100000 bytes came, 200000 were promised/,
    ],
    ["a small blob is shorter than promised", SMALL, truncate, "SIZE_MISMATCH", /bytes came/],
    ["a blob has other bytes", BLOB, corrupt, "DIGEST_MISMATCH", /hash to sha256:/],
    ["a small blob has other bytes", SMALL, corrupt, "DIGEST_MISMATCH", /hash to sha256:/],
    ["a blob never ends", BLOB, endlessBody, "SIZE_MISMATCH", /200000 were promised/],
    ["a manifest has other bytes", GET, corrupt, "DIGEST_MISMATCH", /the manifest hashes to/],
    ["a child has other bytes", CHILD, corrupt, "DIGEST_MISMATCH", /the manifest hashes to/],
    ["a manifest never ends", GET, endlessBody, "TOO_LARGE", /larger than 4194304 bytes/],
    ["an error never ends", GET, status(500, { body: "x".repeat(1_000_000) }), "UNAVAILABLE", /500/],
    ["the tag's digest is a lie", HEAD, wrongDigestHeader, "NOT_FOUND", /sha256:0000/],
    ["there are bombs in the headers", HEAD, headerBomb, "TOO_LARGE", /headers of the answer are too large/],
    [
      "there are bombs in the headers of a blob",
      BLOB,
      headerBomb,
      "TOO_LARGE",
      /headers are larger than 16384 bytes/,
    ],
    ["it is redirected in a circle", GET, redirectLoop, "REDIRECT", /in a circle/],
    ["a blob is redirected in a circle", BLOB, redirectLoop, "REDIRECT", /in a circle/],
    [
      "a blob is redirected to no web address",
      BLOB,
      redirectTo("file:///etc/passwd"),
      "REDIRECT",
      /not an HTTP address/,
    ],
    [
      "it is asked to wait for hours",
      GET,
      status(429, { headers: { "retry-after": "7200" } }),
      "TOO_MANY_REQUESTS",
      /429/,
    ],
    ["it is busy for good", GET, status(429), "TOO_MANY_REQUESTS", /429/],
    ["it is out of order for good", GET, status(503), "UNAVAILABLE", /503/],
    ["a blob is out of order for good", BLOB, status(502), "UNAVAILABLE", /502/],
    ["the connection always breaks", GET, cutBeforeResponse, "INTERRUPTED", /the connection broke/],
    ["the connection always breaks in a manifest", GET, cutAfter(100), "INTERRUPTED", /the connection broke/],
    [
      "the connection always breaks before a blob",
      BLOB,
      cutBeforeResponse,
      "INTERRUPTED",
      /the connection broke/,
    ],
    [
      "the connection always breaks where a blob begins",
      BLOB,
      cutAfter(0),
      "INTERRUPTED",
      /the connection broke/,
    ],
  ])("%s", async (_, when, act, code, words) => {
    await using stage = await setFilledStage();
    stage.hub.faults.add({ when: { ...when, repository: "library/bad" }, times: ALWAYS, act });
    await expectFailure(stage, { side: "source", code, words });
  });

  it("its repository is not there", async () => {
    await using stage = await setFilledStage();
    stage.hub.faults.add({ when: { repository: "library/bad" }, times: ALWAYS, act: status(404) });
    await expectFailure(stage, {
      side: "source",
      code: "MANIFEST_UNKNOWN",
      words: /does not exist, or may not be seen/,
    });
  });

  it("a blob that the source does not give leaves no upload open", async () => {
    await using stage = await setFilledStage();
    stage.hub.faults.add({ when: BLOB, times: ALWAYS, act: status(404) });
    await stage.sync("- bad:1");
    expect(stage.ghcr.openUploads).toBe(0);
  });

  it("its manifest is deleted between the plan and the copy", async () => {
    await using stage = await setFilledStage();
    const { store } = stage.hub;
    const act = before(() => void store.deleteManifest("library/bad", BAD.root.digest));
    stage.hub.faults.add({ when: { ...GET, reference: BAD.root.digest }, act });
    await expectFailure(stage, { side: "source", code: "NOT_FOUND", words: /manifest unknown/ });
  });
});
