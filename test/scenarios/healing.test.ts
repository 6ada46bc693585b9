import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import {
  corrupt,
  cutAfter,
  cutBeforeResponse,
  cutInsteadOfResponse,
  cutRequestAfter,
  status,
} from "../../sandbox/registry/fault-acts.ts";
import type { FaultAct, FaultMatch } from "../../sandbox/registry/faults.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { differences } from "./differences.ts";
import { type Stage, setPlainStage, setStage } from "./stage.ts";

const IMAGE = generateImage({ seed: "heal", platforms: ["linux/amd64", "linux/arm64"], layerSize: 300_000 });
const LAYER =
  IMAGE.blobs.find(({ bytes }) => bytes.length === 300_000)?.descriptor.digest ?? IMAGE.root.digest;

async function expectHealed(stage: Stage, times: number) {
  pushImage(stage.hub.store, "library/app", "1", IMAGE);
  const report = await stage.sync("- app:1");
  expect(report.images).toMatchObject([{ result: "done", digest: IMAGE.root.digest }]);
  const copy = { registry: stage.ghcr, reference: "acme/app:1" };
  expect(differences({ registry: stage.hub, reference: "library/app:1" }, copy)).toEqual([]);
  expect(stage.hub.faults.fired + stage.ghcr.faults.fired).toBe(times);
  expect(stage.hub.faults.pending.length + stage.ghcr.faults.pending.length).toBe(0);
  return report;
}

const HEAD: FaultMatch = { method: "HEAD", kind: "manifest" };
const GET: FaultMatch = { method: "GET", kind: "manifest" };
const BLOB: FaultMatch = { method: "GET", kind: "blob", reference: LAYER };
const TAGS: FaultMatch = { kind: "tags" };
const POST: FaultMatch = { method: "POST", kind: "upload" };
const PUT: FaultMatch = { method: "PUT", kind: "upload" };
const MANIFEST: FaultMatch = { method: "PUT", kind: "manifest" };

describe("what goes wrong for a while at the source ends well", () => {
  it.each<[name: string, when: FaultMatch, act: FaultAct, times: number]>([
    ["the tag is out of order", HEAD, status(500), 5],
    ["a manifest is out of order", GET, status(502), 5],
    ["a blob is out of order", BLOB, status(503), 5],
    ["the connection breaks before the tag", HEAD, cutBeforeResponse, 1],
    ["the connection breaks before a manifest", GET, cutBeforeResponse, 1],
    ["the connection breaks in a manifest", GET, cutAfter(50), 1],
    ["the connection breaks before a blob", BLOB, cutBeforeResponse, 1],
    ["the connection breaks in a blob, again and again", BLOB, cutAfter(50_000), 4],
    ["a blob has other bytes, once", BLOB, corrupt, 1],
    ["a request takes too long", GET, status(408), 2],
  ])("%s", async (_, when, act, times) => {
    await using stage = await setPlainStage();
    stage.hub.faults.add({ when, act, times });
    await expectHealed(stage, times);
  });

  it("a blob whose connection breaks is taken up where it broke", async () => {
    await using stage = await setPlainStage();
    stage.hub.faults.add({ when: BLOB, act: cutAfter(100_000) });
    await expectHealed(stage, 1);
    const ranges = stage.hub.requests
      .filter(({ reference }) => reference === LAYER)
      .map(({ headers }) => headers.range);
    expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect(stage.ghcr.count({ kind: "upload" })).toBe(2 * IMAGE.blobs.length);
  });
});

describe("what goes wrong for a while at the destination ends well", () => {
  it.each<[name: string, when: FaultMatch, act: FaultAct, times: number]>([
    ["the tag is out of order", HEAD, status(500), 5],
    ["the list of tags breaks off", TAGS, cutAfter(3), 1],
    ["an upload cannot begin", POST, status(503), 5],
    ["the connection breaks before an upload", POST, cutBeforeResponse, 1],
    ["an upload has begun, and nobody heard", POST, cutInsteadOfResponse, 1],
    ["the end of a blob is out of order", PUT, status(500), 5],
    ["the connection breaks in a blob", PUT, cutRequestAfter(100), 3],
    ["a blob has arrived, and nobody heard", PUT, cutInsteadOfResponse, 1],
    ["a manifest is out of order", MANIFEST, status(504), 5],
    ["the connection breaks before a manifest", MANIFEST, cutBeforeResponse, 1],
    ["a manifest has arrived, and nobody heard", MANIFEST, cutInsteadOfResponse, 1],
    [
      "an upload is forgotten",
      PUT,
      status(404, { body: { errors: [{ code: "BLOB_UPLOAD_UNKNOWN", message: "blob upload unknown" }] } }),
      1,
    ],
    [
      "GHCR does not know a blob it just took",
      MANIFEST,
      status(404, { body: { errors: [{ code: "BLOB_UNKNOWN", message: "unknown blob" }] } }),
      1,
    ],
    [
      "a blob arrives corrupted, once",
      PUT,
      status(400, { body: { errors: [{ code: "DIGEST_INVALID", message: "wrong" }] } }),
      1,
    ],
  ])("%s", async (_, when, act, times) => {
    await using stage = await setPlainStage();
    stage.ghcr.faults.add({ when, act, times });
    await expectHealed(stage, times);
  });

  it("a PATCH breaks off", async () => {
    await using stage = await setStage(
      { manners: plainManners() },
      { manners: plainManners({ putBody: false }), auth: { kind: "none" } },
    );
    stage.ghcr.faults.add({ when: { method: "PATCH" }, act: cutRequestAfter(100), times: 3 });
    await expectHealed(stage, 3);
  });
});

describe("a registry that asks to wait is left alone for as long", () => {
  const soon = new Date(Date.now() + 3_600_000).toUTCString();
  it.each<[name: string, act: FaultAct, seconds: number]>([
    ["in seconds", status(429, { headers: { "retry-after": "37" } }), 37],
    ["with a fraction", status(429, { headers: { "retry-after": "1.5" } }), 1.5],
    [
      "until a date",
      status(429, {
        headers: { "retry-after": new Date(Date.parse(soon) + 42_000).toUTCString(), date: soon },
      }),
      42,
    ],
    [
      "until a unix time",
      status(429, { headers: { "retry-after": `${Date.parse(soon) / 1000 + 60}`, date: soon } }),
      60,
    ],
    [
      "in GHCR's words",
      status(429, {
        body: { errors: [{ code: "TOOMANYREQUESTS", message: "retry-after: 21.3s, allowed: 2000/minute" }] },
      }),
      21.3,
    ],
    ["with a 503", status(503, { headers: { "retry-after": "30" } }), 30],
  ])("%s", async (_, act, seconds) => {
    await using stage = await setPlainStage();
    stage.hub.faults.add({ when: GET, act });
    await expectHealed(stage, 1);
    expect(Math.max(...stage.clock.slept)).toBeGreaterThanOrEqual(seconds * 1000);
    expect(Math.max(...stage.clock.slept)).toBeLessThan(seconds * 1000 + 1_000);
  });

  it("and says so meanwhile", async () => {
    await using stage = await setPlainStage();
    pushImage(stage.hub.store, "library/app", "1", IMAGE);
    const message = "slow down";
    stage.hub.faults.add({
      when: GET,
      act: status(429, {
        headers: { "retry-after": "9" },
        body: { errors: [{ code: "TOOMANYREQUESTS", message }] },
      }),
    });
    const waits: unknown[] = [];
    await stage.sync("- app:1", { onEvent: (event) => event.type === "waiting" && waits.push(event) });
    expect(waits).toEqual([{ type: "waiting", registry: "docker.io", milliseconds: 9000, why: message }]);
  });
});
