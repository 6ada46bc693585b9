import { afterEach, describe, expect, it } from "vitest";
import { generateArtifact } from "../../../sandbox/images/generate-artifact.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { status } from "../../../sandbox/registry/fault-acts.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { MediaType } from "../../../src/oci/media-type.ts";
import { listReferrers } from "../../../src/oci/registry/referrers.ts";
import { openClient } from "../open-client.ts";

const image = generateImage({ seed: "referrers" });
const { digest } = image.root;
const sboms = ["one", "two"].map((seed) => generateArtifact({ seed, subject: image.root }));
const [first, second] = sboms.map(({ root }) => root);
const FALLBACK = digest.replace(":", "-");

const open: AsyncDisposable[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())));

async function start(referrers: boolean) {
  const server = await startRegistry({ manners: plainManners({ referrers }) });
  const client = openClient(server.url);
  open.push(client, server);
  for (const one of [image, ...sboms]) pushImage(server.store, "acme/app", undefined, one);
  return { server, repository: client.source("acme/app") };
}

function index(...manifests: readonly unknown[]) {
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MediaType.ociIndex, manifests }));
}

/** A page as the API answers it. */
function page(manifests: readonly unknown[], headers = {}) {
  return status(200, {
    body: index(...manifests).toString(),
    headers: { "content-type": MediaType.ociIndex, ...headers },
  });
}

describe("listReferrers", () => {
  it("asks the API where there is one", async () => {
    const { server, repository } = await start(true);
    expect((await listReferrers(repository, digest)).map((one) => one.digest)).toEqual([
      first?.digest,
      second?.digest,
    ]);
    expect(server.requests).toMatchObject([
      { path: `/v2/acme/app/referrers/${digest}`, headers: { accept: MediaType.ociIndex } },
    ]);
  });

  it("follows its pages, and takes each referrer once", async () => {
    const { server, repository } = await start(true);
    server.faults.add({ act: page([first], { link: '<?page=2>; rel="next"' }) });
    server.faults.add({ act: page([first, second]) });
    expect(await listReferrers(repository, digest)).toEqual([first, second]);
    expect(server.requests[1]?.path).toBe(`/v2/acme/app/referrers/${digest}?page=2`);
  });

  it("reads the fallback tag where there is no API", async () => {
    const { server, repository } = await start(false);
    server.store.putManifest("acme/app", FALLBACK, MediaType.ociIndex, index(first));
    expect(await listReferrers(repository, digest)).toEqual([first]);
    expect(server.requests.map(({ method, kind, reference }) => [method, kind, reference])).toEqual([
      ["GET", "referrers", digest],
      ["HEAD", "manifest", FALLBACK],
      ["GET", "manifest", FALLBACK],
    ]);
  });

  it("finds none where there is neither, and bills nothing for it", async () => {
    const { server, repository } = await start(false);
    expect(await listReferrers(repository, digest)).toEqual([]);
    expect(server.count({ method: "GET", kind: "manifest" })).toBe(0);
  });

  it("finds none where the fallback tag is an image of somebody's", async () => {
    const { server, repository } = await start(false);
    server.store.tag("acme/app", FALLBACK, digest);
    expect(await listReferrers(repository, digest)).toEqual([]);
  });

  it.each([
    ["a page that names itself", [page([first], { link: '<?>; rel="next"' })], "MALFORMED"],
    ["a page elsewhere", [page([first], { link: '<https://evil.example/>; rel="next"' })], "MALFORMED"],
    ["a page that is gone", [page([first], { link: '<?page=2>; rel="next"' }), status(404)], "NOT_FOUND"],
    ["no JSON", [status(200, { body: "<html>" })], "MALFORMED"],
    ["descriptors that are none", [page([{ digest: "x" }])], "MALFORMED"],
    ["401", [status(401)], "UNAUTHORIZED"],
  ])("refuses %s", async (_, acts, code) => {
    const { server, repository } = await start(true);
    for (const act of acts) server.faults.add({ act, times: acts.length === 1 ? 5 : 1 });
    await expect(listReferrers(repository, digest)).rejects.toMatchObject({ code });
    expect(server.count()).toBeLessThanOrEqual(2);
  });

  it("refuses pages without end", async () => {
    const { server, repository } = await start(true);
    for (let number = 0; number < 200; number++) {
      server.faults.add({ act: page([], { link: `<?page=${number}>; rel="next"` }) });
    }
    await expect(listReferrers(repository, digest)).rejects.toMatchObject({ code: "MALFORMED" });
    expect(server.count()).toBe(100);
  });
});
