import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import {
  cutBeforeResponse,
  cutRequestAfter,
  headerBomb,
  locationOn,
  status,
  wrongDigestHeader,
} from "../../sandbox/registry/fault-acts.ts";
import type { FaultAct, FaultMatch } from "../../sandbox/registry/faults.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../sandbox/registry/start-registry.ts";
import { ALWAYS, expectFailure } from "./expect-failure.ts";
import { type Stage, setPlainStage, setStage } from "./stage.ts";

async function fill(stage: Stage): Promise<Stage> {
  const bad = generateImage({ seed: "bad", platforms: ["linux/amd64", "linux/arm64"], layerSize: 200_000 });
  pushImage(stage.hub.store, "library/bad", "1", bad);
  pushImage(stage.hub.store, "library/good", "1", generateImage({ seed: "good" }));
  return stage;
}

const words = (code: string, message: string) => ({ body: { errors: [{ code, message }] } });
const HEAD: FaultMatch = { method: "HEAD", kind: "manifest" };
const TAGS: FaultMatch = { kind: "tags" };
const POST: FaultMatch = { method: "POST", kind: "upload" };
const PUT: FaultMatch = { method: "PUT", kind: "upload" };
const CHILD: FaultMatch = { method: "PUT", kind: "manifest" };
const TOP: FaultMatch = { ...CHILD, reference: "1" };

describe("an image fails, on the side of the destination, and the others are done", () => {
  it.each<[name: string, when: FaultMatch, act: FaultAct, code: string, words: RegExp]>([
    [
      "it may be neither read nor written",
      {},
      status(403),
      "DENIED",
      /cannot write to ghcr.io\/acme\/bad: POST .*403/,
    ],
    [
      "it may not be written",
      POST,
      status(403, words("DENIED", "installation not allowed to Create organization package")),
      "DENIED",
      /installation not allowed/,
    ],
    [
      "it knows no such place",
      POST,
      status(404, words("NAME_UNKNOWN", "no such project")),
      "NOT_FOUND",
      /no such project/,
    ],
    ["it takes no blob", PUT, status(403), "DENIED", /PUT .*403/],
    ["it finds a blob too large", PUT, status(413), "TOO_LARGE", /413/],
    ["it is out of space", PUT, status(507), "NO_SPACE", /507/],
    [
      "it is out of space and says so in words",
      PUT,
      status(500, words("UNKNOWN", "write /data: no space left on device")),
      "NO_SPACE",
      /no space left/,
    ],
    [
      "it corrupts what it gets",
      PUT,
      status(400, words("DIGEST_INVALID", "provided digest did not match")),
      "DIGEST_MISMATCH",
      /DIGEST_INVALID/,
    ],
    ["it is busy for good", POST, status(429), "TOO_MANY_REQUESTS", /429/],
    ["it is out of order for good when asked for the tag", HEAD, status(500), "UNAVAILABLE", /HEAD .*500/],
    ["it is out of order for good when an upload begins", POST, status(503), "UNAVAILABLE", /POST .*503/],
    ["it is out of order for good when a blob ends", PUT, status(500), "UNAVAILABLE", /PUT .*500/],
    ["it is out of order for good when a manifest is put", CHILD, status(500), "UNAVAILABLE", /PUT .*500/],
    [
      "the connection always breaks before an upload",
      POST,
      cutBeforeResponse,
      "INTERRUPTED",
      /the connection broke/,
    ],
    [
      "the connection always breaks in a blob",
      PUT,
      cutRequestAfter(1_000),
      "INTERRUPTED",
      /the connection broke/,
    ],
    [
      "the connection always breaks after a blob",
      PUT,
      cutBeforeResponse,
      "INTERRUPTED",
      /the connection broke/,
    ],
    [
      "the connection always breaks at a manifest",
      TOP,
      cutBeforeResponse,
      "INTERRUPTED",
      /the connection broke/,
    ],
    [
      "it refuses a child",
      CHILD,
      status(400, words("MANIFEST_INVALID", "not like this")),
      "REJECTED",
      /MANIFEST_INVALID: not like this/,
    ],
    [
      "it says it stored something else",
      CHILD,
      wrongDigestHeader,
      "DIGEST_MISMATCH",
      /stored sha256:0000.* instead of/,
    ],
    [
      "it loses what it gets",
      CHILD,
      status(400, words("MANIFEST_BLOB_UNKNOWN", "blob unknown")),
      "BLOB_UNKNOWN",
      /MANIFEST_BLOB_UNKNOWN/,
    ],
    ["it sends an upload nowhere", POST, status(202), "MALFORMED", /without a Location/],
    [
      "it sends an upload to no web address",
      POST,
      status(202, { headers: { location: "ftp://x.example/" } }),
      "REDIRECT",
      /not an HTTP address/,
    ],
    ["there are bombs in the headers", POST, headerBomb, "TOO_LARGE", /headers/],
  ])("%s", async (_, when, act, code, words) => {
    await using stage = await fill(await setPlainStage());
    stage.ghcr.faults.add({ when: { ...when, repository: "acme/bad" }, times: ALWAYS, act });
    await expectFailure(stage, { side: "destination", code, words });
  });

  it("it is out of space in a PATCH", async () => {
    await using stage = await fill(
      await setStage(
        { manners: plainManners() },
        { manners: plainManners({ putBody: false }), auth: { kind: "none" } },
      ),
    );
    stage.ghcr.faults.add({
      when: { method: "PATCH", repository: "acme/bad" },
      times: ALWAYS,
      act: status(507),
    });
    await expectFailure(stage, { side: "destination", code: "NO_SPACE", words: /PATCH .*507/ });
  });

  it("its uploads go on at another host, which learns no credentials", async () => {
    await using stage = await fill(await setStage({ manners: plainManners() }));
    await using elsewhere = await startRegistry();
    stage.ghcr.faults.add({
      when: { ...POST, repository: "acme/bad" },
      times: ALWAYS,
      act: locationOn(elsewhere.url),
    });
    const report = await stage.sync("- bad:1\n- good:1");
    expect(report.images).toMatchObject([
      { result: "failed", error: { side: "destination", code: "NOT_FOUND", remedy: expect.any(String) } },
      { result: "done" },
    ]);
    expect(elsewhere.count({ method: "PUT" })).toBeGreaterThan(0);
    expect(elsewhere.requests.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  });

  it("a tag list that cannot be had costs no image anything", async () => {
    await using stage = await fill(await setPlainStage());
    stage.ghcr.faults.add({ when: { ...TAGS }, times: ALWAYS, act: status(500) });
    const { images } = await stage.sync("- bad:1\n- good:1");
    expect(images.map(({ result }) => result)).toEqual(["done", "done"]);
  });
});
