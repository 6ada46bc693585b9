import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { contentOf, imageOf, jsonContent } from "../../sandbox/images/generated-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { cutRequestAfter, status } from "../../sandbox/registry/fault-acts.ts";
import type { FaultAct, FaultMatch } from "../../sandbox/registry/faults.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { forRegistry } from "../../src/oci/auth/keychain.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { differences } from "./differences.ts";
import { ALWAYS, expectFailure } from "./expect-failure.ts";
import { type RunOptions, type Stage, setStage, TOKEN } from "./stage.ts";

const IMAGE = generateImage({ seed: "ghcr", platforms: ["linux/amd64", "linux/arm64"], layerSize: 300_000 });
const LAYER =
  IMAGE.blobs.find(({ bytes }) => bytes.length === 300_000)?.descriptor.digest ?? IMAGE.root.digest;
const LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";
const AUTH = { kind: "token", users: { acme: TOKEN } } as const;

/** GHCR's refusals: one code, its words, in a list. */
function refusal(code: number, registryCode: string, message: string): FaultAct {
  return status(code, { body: { errors: [{ code: registryCode, message }] } });
}

/** `putBody: false`: a GHCR that takes blobs by PATCH only. */
function setGhcr(putBody = true): Promise<Stage> {
  return setStage({ manners: plainManners() }, { manners: ghcrManners({ putBody }), auth: AUTH });
}

/** Copies an image, and expects it to arrive whatever is in the way, and all of that to have been met. */
async function expectCopied(stage: Stage, times: number, options: RunOptions = {}) {
  pushImage(stage.hub.store, "library/app", "1", IMAGE);
  const report = await stage.sync("- app:1", options);
  expect(report.images).toMatchObject([{ result: "done", digest: IMAGE.root.digest }]);
  const copy = { registry: stage.ghcr, reference: "acme/app:1" };
  expect(differences({ registry: stage.hub, reference: "library/app:1" }, copy)).toEqual([]);
  expect([stage.ghcr.faults.fired, stage.ghcr.faults.pending]).toEqual([times, []]);
}

const TAGS: FaultMatch = { kind: "tags" };
const HEAD: FaultMatch = { method: "HEAD", kind: "manifest" };
const POST: FaultMatch = { method: "POST", kind: "upload" };
const PATCH: FaultMatch = { method: "PATCH", kind: "upload" };
const PUT: FaultMatch = { method: "PUT", kind: "upload" };
const MANIFEST: FaultMatch = { method: "PUT", kind: "manifest" };
const TOKENS: FaultMatch = { kind: "token" };

/** Every stage of an upload, and whether blobs go by PATCH. */
const STAGES: readonly (readonly [stage: string, when: FaultMatch, putBody: boolean])[] = [
  ["the list of tags", TAGS, true],
  ["the beginning of an upload", POST, true],
  ["a blob in one PUT", PUT, true],
  ["the bytes of a blob by PATCH", PATCH, false],
  ["the end of a blob", { ...PUT, nth: 2 }, false],
  ["a manifest", MANIFEST, true],
];

describe.each(STAGES)("GHCR in trouble at %s", (_, when, putBody) => {
  it.each([
    ["502", status(502, { body: "<html><body>502 Bad Gateway</body></html>" }), 0],
    ["503", status(503), 0],
    [
      "a rate limit of milliseconds",
      refusal(429, "TOOMANYREQUESTS", "retry-after: 10.3ms, allowed: 2000/minute"),
      11,
    ],
    [
      "a rate limit of seconds",
      refusal(429, "TOOMANYREQUESTS", "retry-after: 21.3s, allowed: 2000/minute"),
      21_300,
    ],
    [
      "a rate limit in plain text",
      status(429, { body: "TOOMANYREQUESTS: retry-after: 7s, allowed: 2000/minute" }),
      7_000,
    ],
    [
      "the secondary rate limit",
      status(403, {
        body: { message: "You have exceeded a secondary rate limit. Please wait a few minutes." },
      }),
      60_000,
    ],
  ])("heals after %s", async (_name, act, wait) => {
    await using stage = await setGhcr(putBody);
    stage.ghcr.faults.add({ when, act, times: 2 });
    await expectCopied(stage, 2);
    expect(Math.max(...stage.clock.slept)).toBeGreaterThanOrEqual(wait);
    expect(Math.max(...stage.clock.slept)).toBeLessThan(wait + 1_000);
  });
});

// The answer to a HEAD has no words.
it.each([502, 503, 429])("GHCR in trouble at the look at a tag heals after %i", async (code) => {
  await using stage = await setGhcr();
  stage.ghcr.faults.add({ when: HEAD, act: status(code), times: 2 });
  await expectCopied(stage, 2);
});

describe("GHCR that does not know what it has just taken", () => {
  it.each<[string, FaultMatch, boolean, FaultAct]>([
    ["an upload at its PATCH", PATCH, false, refusal(404, "BLOB_UPLOAD_UNKNOWN", "unknown upload")],
    ["an upload at its PUT", PUT, true, refusal(404, "BLOB_UPLOAD_UNKNOWN", "unknown upload")],
    [
      "an upload at its end",
      { ...PUT, nth: 2 },
      false,
      refusal(404, "BLOB_UPLOAD_UNKNOWN", "unknown upload"),
    ],
    ["a blob at a PATCH", PATCH, false, refusal(404, "BLOB_UNKNOWN", "unknown blob")],
    ["a blob at a PUT", PUT, true, refusal(400, "UNKNOWN", "unknown blob")],
    ["a blob of a manifest", MANIFEST, true, refusal(404, "BLOB_UNKNOWN", "unknown blob")],
    [
      "a blob of a manifest, as a mistake in it",
      MANIFEST,
      true,
      refusal(400, "MANIFEST_INVALID", "unknown blob"),
    ],
  ])("is asked again: %s", async (_, when, putBody, act) => {
    await using stage = await setGhcr(putBody);
    stage.ghcr.faults.add({ when, act, times: 2 });
    await expectCopied(stage, 2);
  });

  it.each([
    refusal(404, "BLOB_UNKNOWN", "blob unknown to registry"),
    refusal(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry"),
  ])("gets the blobs of a manifest again", async (act) => {
    await using stage = await setGhcr();
    stage.ghcr.faults.add({ when: MANIFEST, act });
    await expectCopied(stage, 1);
    expect(stage.ghcr.count({ ...PUT, status: 201 })).toBeGreaterThan(IMAGE.blobs.length);
  });

  it.each([
    ["an upload", PUT, refusal(404, "BLOB_UPLOAD_UNKNOWN", "unknown upload"), "NOT_FOUND", 3],
    ["a blob of a manifest", MANIFEST, refusal(404, "BLOB_UNKNOWN", "unknown blob"), "BLOB_UNKNOWN", 6],
  ])("is not asked for ever: %s", async (_, when, act, code, times) => {
    await using stage = await setGhcr();
    const image = generateImage({ seed: "bad", layerSize: 100_000 });
    pushImage(stage.hub.store, "library/bad", "1", image);
    pushImage(stage.hub.store, "library/good", "1", IMAGE);
    const layer = image.blobs.find(({ bytes }) => bytes.length === 100_000)?.descriptor.digest;
    const reference = when === MANIFEST ? "1" : layer;
    stage.ghcr.faults.add({
      when: { ...when, repository: "acme/bad", ...(reference && { reference }) },
      act,
      times: ALWAYS,
    });
    await expectFailure(stage, { side: "destination", code, words: /unknown/ });
    expect(stage.ghcr.faults.fired).toBe(times);
  });
});

describe("a large blob", () => {
  it("goes to GHCR without a Content-Range, which it would refuse with 416", async () => {
    await using stage = await setGhcr(false);
    const image = generateImage({ seed: "large", layerSize: 6_000_000 });
    pushImage(stage.hub.store, "library/app", "1", image);
    expect((await stage.sync("- app:1")).images).toMatchObject([{ result: "done" }]);
    const patches = stage.ghcr.requests.filter(({ method }) => method === "PATCH");
    expect(patches.some(({ bytesIn }) => bytesIn === 6_000_000)).toBe(true);
    expect(patches.filter(({ headers }) => "content-range" in headers)).toEqual([]);
  });

  it("that GHCR refuses in one piece with 416 goes by PATCH", async () => {
    await using stage = await setGhcr();
    stage.ghcr.faults.add({ when: PUT, act: refusal(416, "RANGE_INVALID", "invalid content range") });
    await expectCopied(stage, 1);
    expect(stage.ghcr.count({ method: "PATCH" })).toBeGreaterThan(0);
  });
});

describe("an upload that GHCR ends after ten minutes", () => {
  const MINUTE = 60_000;

  /** Lets minutes pass in the middle of the blob, and then does what is worse. */
  function late(stage: Stage, minutes: number, act: FaultAct): FaultAct {
    return {
      name: "late",
      run: async (call, proceed) => {
        await stage.clock.sleep(minutes * MINUTE);
        return await act.run(call, proceed);
      },
    };
  }

  const ENDS: readonly (readonly [name: string, act: FaultAct, tries: number])[] = [
    ["by closing the connection", cutRequestAfter(100_000), 2],
    ["by forgetting it", refusal(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry"), 2],
    ["by 502", status(502), 2],
    // Which a registry also says that wants blobs by PATCH.
    ["by 400", refusal(400, "BLOB_UPLOAD_INVALID", "blob upload invalid"), 3],
  ];

  it.each(ENDS)("is begun anew, once: %s", async (_, act) => {
    await using stage = await setGhcr();
    stage.ghcr.faults.add({ when: { ...PUT, reference: LAYER }, act: late(stage, 10, act) });
    await expectCopied(stage, 1);
  });

  it.each(ENDS)("is given up when it happens again, and the limit is told: %s", async (_, act, tries) => {
    await using stage = await setGhcr();
    pushImage(stage.hub.store, "library/bad", "1", IMAGE);
    pushImage(stage.hub.store, "library/good", "1", generateImage({ seed: "good" }));
    const when = { ...PUT, repository: "acme/bad", reference: LAYER };
    stage.ghcr.faults.add({ when, act: late(stage, 10, act), times: ALWAYS });
    const { images } = await expectFailure(stage, {
      side: "destination",
      code: "UPLOAD_CUT",
      words:
        /^cannot upload ghcr\.io\/acme\/bad@sha256:\w+: ghcr\.io ends uploads after 10 minutes, and this one took longer, twice: PUT /,
    });
    expect(images[0]?.error?.remedy).toContain("--concurrency");
    expect(stage.ghcr.faults.fired).toBe(tries);
  });

  it("is no such thing where it broke before", async () => {
    await using stage = await setGhcr();
    pushImage(stage.hub.store, "library/bad", "1", IMAGE);
    pushImage(stage.hub.store, "library/good", "1", generateImage({ seed: "good" }));
    const when = { ...PUT, repository: "acme/bad", reference: LAYER };
    stage.ghcr.faults.add({ when, act: late(stage, 7, cutRequestAfter(100_000)), times: ALWAYS });
    await expectFailure(stage, { side: "destination", code: "INTERRUPTED", words: /broke/ });
    expect(stage.ghcr.faults.fired).toBe(2);
  });
});

describe("a layer above 10 GB", () => {
  const GiB = 1024 ** 3;
  const SMALL = contentOf(LAYER_TYPE, Buffer.from("small"));

  /** An image whose layer nobody has: it can only be refused by what its manifest says. */
  function imageWithLayer(size: number) {
    const config = jsonContent(MediaType.ociConfig, { os: "linux", architecture: "amd64" });
    const large = { mediaType: LAYER_TYPE, digest: digestOf(Buffer.from(`${size}`)), size };
    const manifest = jsonContent(MediaType.ociManifest, {
      schemaVersion: 2,
      mediaType: MediaType.ociManifest,
      config: config.descriptor,
      layers: [SMALL.descriptor, large],
    });
    return imageOf([manifest], [config, SMALL]);
  }

  async function setLarge(size: number) {
    const stage = await setGhcr();
    const { hub } = stage;
    const { blobs, manifests } = imageWithLayer(size);
    for (const { bytes } of blobs) hub.store.putBlob("library/bad", bytes);
    for (const { bytes, descriptor } of manifests)
      hub.store.putManifest("library/bad", "1", descriptor.mediaType, Buffer.from(bytes));
    pushImage(hub.store, "library/good", "1", IMAGE);
    return stage;
  }

  it("is refused for GHCR before a byte moves, by a plan as well", async () => {
    await using stage = await setLarge(11.5 * GiB);
    const words =
      /^cannot upload ghcr\.io\/acme\/bad@sha256:\w+: ghcr\.io takes layers of up to 10 GB, and this one has 11\.5 GB$/;
    const { images } = await stage.plan("- bad:1");
    expect(images).toMatchObject([
      {
        result: "failed",
        error: { side: "destination", code: "TOO_LARGE", message: expect.stringMatching(words) },
      },
    ]);
    const report = await expectFailure(stage, { side: "destination", code: "TOO_LARGE", words });
    expect(report.images[0]?.error?.remedy).toContain("exclude");
    const fetched = stage.hub.requests.filter((request) => request.reference === SMALL.descriptor.digest);
    expect(fetched).toEqual([]);
    expect(stage.ghcr.count({ kind: "upload", repository: "acme/bad" })).toBe(0);
  });

  it.each([
    ["of 10 GiB, to GHCR", 10 * GiB, "ghcr.io"],
    ["to any other registry", 11.5 * GiB, "other.example"],
  ])("is tried %s", async (_, size, registry) => {
    await using stage = await setLarge(size);
    const endpoints = { "other.example": stage.ghcr.url };
    const keychain = forRegistry(registry, { kind: "password", username: "acme", password: TOKEN });
    const { images } = await stage.sync("- bad:1", { registry, endpoints, keychain });
    expect(images[0]?.error?.code).not.toBe("TOO_LARGE");
    expect(stage.hub.count({ kind: "blob", repository: "library/bad" })).toBeGreaterThan(0);
  });
});

it("the name of an organization in capitals is written in lower case", async () => {
  await using stage = await setGhcr();
  pushImage(stage.hub.store, "library/app", "1", IMAGE);
  const { images } = await stage.sync("- app:1", { owner: "ACME" });
  expect(images).toMatchObject([{ destination: "ghcr.io/acme/app:1", result: "done" }]);
  expect(stage.ghcr.requests.filter(({ path }) => path.includes("ACME"))).toEqual([]);
});

it("the token service of GHCR in trouble is asked again", async () => {
  await using stage = await setGhcr();
  stage.ghcr.faults.add({ when: TOKENS, act: status(502), times: 2 });
  stage.ghcr.faults.add({
    when: TOKENS,
    act: refusal(429, "TOOMANYREQUESTS", "retry-after: 3s, allowed: 2000/minute"),
  });
  await expectCopied(stage, 3);
});
