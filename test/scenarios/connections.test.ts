import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { redirectTo } from "../../sandbox/registry/fault-acts.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../sandbox/registry/start-registry.ts";
import { makeCertificate } from "../sandbox/make-certificate.ts";
import { onPath } from "../sandbox/on-path.ts";
import { differences } from "./differences.ts";
import { ALWAYS } from "./expect-failure.ts";
import { setPlainStage, TOKEN } from "./stage.ts";
import { startCommand } from "./start-command.ts";

const IMAGE = generateImage({ seed: "connections", layerSize: 100_000 });

/** The origin of a port where nobody listens any more. */
async function deadOrigin(): Promise<string> {
  const registry = await startRegistry();
  await registry.close();
  return registry.url;
}

async function setFilledStage() {
  const stage = await setPlainStage();
  pushImage(stage.hub.store, "library/app", "1", IMAGE);
  return stage;
}

describe("an unreachable source", () => {
  it("is named, and the others are done", async () => {
    await using stage = await setFilledStage();
    const { images } = await stage.sync("- { source: other.example/library/app:1, to: other }\n- app:1", {
      endpoints: { "other.example": await deadOrigin() },
    });
    expect(images).toMatchObject([
      {
        result: "failed",
        error: {
          side: "source",
          code: "UNREACHABLE",
          message: expect.stringMatching(/cannot connect/),
          remedy: expect.stringMatching(/name/),
        },
      },
      { result: "done" },
    ]);
  });

  it("that hangs up on everybody is named", async () => {
    await using stage = await setFilledStage();
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const { images } = await stage.sync("- other.example/library/app:1", {
      endpoints: { "other.example": `http://127.0.0.1:${port}` },
    });
    server.close();
    expect(images).toMatchObject([
      { result: "failed", error: { side: "source", code: "INTERRUPTED", remedy: expect.any(String) } },
    ]);
  });
});

it("an unreachable destination fails every image, by its side", async () => {
  await using stage = await setFilledStage();
  const endpoints = { "dead.example": await deadOrigin() };
  const { images, summary } = await stage.sync("- app:1\n- { source: app:1, to: two }", {
    registry: "dead.example",
    endpoints,
  });
  const error = { side: "destination", code: "UNREACHABLE", remedy: expect.any(String) };
  expect(images).toMatchObject([
    { result: "failed", error },
    { result: "failed", error },
  ]);
  expect(summary).toMatchObject({ failed: 2, pulls: {} });
});

describe.skipIf(!onPath("openssl"))("a certificate that nobody vouches for", () => {
  it("is refused at the source, with what to do", async () => {
    await using other = await startRegistry({ tls: await makeCertificate() });
    await using stage = await setFilledStage();
    const { images } = await stage.sync("- { source: other.example/library/app:1, to: other }\n- app:1", {
      endpoints: { "other.example": other.url },
    });
    expect(images).toMatchObject([
      {
        result: "failed",
        error: {
          side: "source",
          code: "TLS",
          message: expect.stringMatching(/certificate/),
          remedy: expect.stringMatching(/NODE_EXTRA_CA_CERTS/),
        },
      },
      { result: "done" },
    ]);
  });

  it("is refused at the destination, with what to do", async () => {
    await using other = await startRegistry({ tls: await makeCertificate() });
    await using stage = await setFilledStage();
    const { images } = await stage.sync("- app:1", {
      registry: "tls.example",
      endpoints: { "tls.example": other.url },
    });
    expect(images).toMatchObject([{ result: "failed", error: { side: "destination", code: "TLS" } }]);
  });

  it("is refused where a blob is redirected to, with what to do", async () => {
    await using other = await startRegistry({ tls: await makeCertificate() });
    await using stage = await setFilledStage();
    stage.hub.faults.add({ when: { kind: "blob" }, times: ALWAYS, act: redirectTo(`${other.url}/blob`) });
    const { images } = await stage.sync("- app:1");
    expect(images).toMatchObject([{ result: "failed", error: { side: "source", code: "TLS" } }]);
  });
});

it.skipIf(!onPath("openssl"))(
  "over TLS on both sides, an authority of one's own is given to the process",
  async () => {
    const tls = await makeCertificate();
    await using hub = await startRegistry({ tls, manners: dockerHubManners() });
    await using ghcr = await startRegistry({
      tls,
      manners: ghcrManners(),
      auth: { kind: "token", users: { acme: TOKEN } },
    });
    const image = generateImage({
      seed: "tls",
      platforms: ["linux/amd64", "linux/arm64"],
      layerSize: 700_000,
    });
    pushImage(hub.store, "library/app", "1", image);
    const folder = await mkdtemp(join(tmpdir(), "authority-"));
    const authority = join(folder, "ca.pem");
    await writeFile(authority, tls.cert);
    await using command = await startCommand({ hub, ghcr }, "- app:1", ["--json"], {
      NODE_EXTRA_CA_CERTS: authority,
    });
    const { code, stdout, stderr } = await command.ended;
    await rm(folder, { recursive: true });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout).images).toMatchObject([{ result: "done", digest: image.root.digest }]);
    const copy = { registry: ghcr, reference: "acme/app:1" };
    expect(differences({ registry: hub, reference: "library/app:1" }, copy)).toEqual([]);
  },
);

it("a registry that speaks plain HTTP where HTTPS is expected is named, with what to do", async () => {
  await using stage = await setFilledStage();
  const { images } = await stage.sync("- other.example/library/app:1", {
    endpoints: { "other.example": stage.hub.url.replace("http:", "https:") },
  });
  expect(images).toMatchObject([
    { result: "failed", error: { side: "source", code: "TLS", remedy: expect.stringMatching(/http:/) } },
  ]);
});

describe("a blob that is redirected to another host", () => {
  it("comes from there, which learns nothing of the registry's", async () => {
    await using storage = await startRegistry({ manners: plainManners() });
    await using stage = await setFilledStage();
    for (const { bytes, descriptor } of IMAGE.blobs) {
      storage.store.putBlob("a/b", bytes);
      const act = redirectTo(`${storage.url}/v2/a/b/blobs/${descriptor.digest}?token=x`);
      stage.hub.faults.add({ when: { kind: "blob", reference: descriptor.digest }, act });
    }
    expect((await stage.sync("- app:1")).images).toMatchObject([{ result: "done" }]);
    expect(storage.count({ kind: "blob", status: 200 })).toBe(IMAGE.blobs.length);
    expect(stage.hub.faults.pending).toEqual([]);
  });
});
