import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { before as preceded, status } from "../../sandbox/registry/fault-acts.ts";
import type { FaultAct } from "../../sandbox/registry/faults.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import type { Manners } from "../../sandbox/registry/manners.ts";
import { emptyReply } from "../../sandbox/registry/reply.ts";
import type { Keychain } from "../../src/oci/auth/credential.ts";
import { differences } from "./differences.ts";
import { type Stage, setStage } from "./stage.ts";

const IMAGE = generateImage({ seed: "expiry", layers: 1, layerSize: 300_000 });
const LAYER = IMAGE.blobs.at(-1)?.descriptor ?? IMAGE.root;
const SENDING = { method: "PUT", kind: "upload", reference: LAYER.digest } as const;

/** A GHCR that takes what `passwords` holds, and a keychain that has the first of them until it is refused. */
async function set(manners: Partial<Manners> = {}) {
  const passwords = ["first"];
  const good = new Set(["first"]);
  const verify = (password: string) =>
    good.has(password) ? ({ account: "acme", packages: "write" } as const) : undefined;
  const stage = await setStage({}, { manners: ghcrManners(manners), auth: { kind: "token", verify } });
  pushImage(stage.hub.store, "library/app", "1", IMAGE);
  const refused: string[] = [];
  const keychain: Keychain = {
    resolve: async (registry, _, __, old) => {
      if (registry !== "ghcr.io") return undefined;
      const current = passwords.at(-1) ?? "";
      if (old?.kind === "password" && old.password === current) {
        refused.push(current);
        passwords.push(`after ${current}`);
        good.add(`after ${current}`);
      }
      return { kind: "password", username: "x-access-token", password: passwords.at(-1) ?? "" };
    },
  };
  const sync = () => stage.sync("- app:1", { keychain, concurrency: 1 });
  return { stage, sync, good, refused, [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() };
}

/** The requests about the layer's upload at the destination: `PUT 401`. */
function layerUploads({ ghcr }: Stage): string[] {
  const own = ghcr.requests.filter(({ reference, kind }) => kind === "upload" && reference === LAYER.digest);
  const sessions = new Set(own.flatMap(({ path }) => /uploads\/([^?]+)/.exec(path)?.[1] ?? []));
  const about = ghcr.requests.filter(
    ({ path, reference, kind }) =>
      kind === "upload" &&
      (reference === LAYER.digest || sessions.has(/uploads\/([^?]+)/.exec(path)?.[1] ?? "")),
  );
  return about.map((request) => `${request.method} ${request.status}`);
}

const layersFetched = ({ hub }: Stage) => hub.count({ kind: "cdn", method: "GET" }) - 1;

function expectCopied({ hub, ghcr }: Stage) {
  const copy = { registry: ghcr, reference: "acme/app:1" };
  expect(differences({ registry: hub, reference: "library/app:1" }, copy)).toEqual([]);
}

describe("a token that expires as a blob is sent", () => {
  it("that of the registry's token service is replaced, and the upload goes on where it was", async () => {
    await using at = await set();
    const { stage } = at;
    stage.ghcr.faults.add({ when: SENDING, act: preceded(() => stage.ghcr.revokeTokens()) });
    expect((await at.sync()).images).toMatchObject([{ result: "done", bytes: expect.any(Number) }]);
    expectCopied(stage);
    expect(layerUploads(stage)).toEqual(["POST 202", "PUT 401", "PUT 201"]);
    expect(stage.ghcr.count({ kind: "token" })).toBe(2);
    expect(layersFetched(stage)).toBe(2);
    expect([at.refused, stage.ghcr.openUploads]).toEqual([[], 0]);
  });

  it("the credential behind it is replaced as well, and the upload goes on where it was", async () => {
    await using at = await set();
    const { stage } = at;
    stage.ghcr.faults.add({ when: SENDING, act: preceded(() => void at.good.delete("first")) });
    expect((await at.sync()).images).toMatchObject([{ result: "done" }]);
    expectCopied(stage);
    expect(layerUploads(stage)).toEqual(["POST 202", "PUT 401", "PUT 201"]);
    const tokens = stage.ghcr.requests.filter(({ kind }) => kind === "token");
    expect(tokens.map((request) => request.status)).toEqual([200, 403, 200]);
    expect([at.refused, stage.ghcr.openUploads]).toEqual([["first"], 0]);
  });

  it("is replaced where the registry refuses it in GHCR's words", async () => {
    await using at = await set();
    const body = { errors: [{ code: "DENIED", message: "denied" }] };
    at.stage.ghcr.faults.add({ when: SENDING, act: status(403, { body }) });
    expect((await at.sync()).images).toMatchObject([{ result: "done" }]);
    expect(layerUploads(at.stage)).toEqual(["POST 202", "PUT 403", "PUT 201"]);
  });

  it("is replaced where the blob has to be sent by PATCH", async () => {
    await using at = await set({ putBody: false });
    const { stage } = at;
    stage.ghcr.faults.add({
      when: { method: "PATCH", nth: 2 },
      act: preceded(() => stage.ghcr.revokeTokens()),
    });
    expect((await at.sync()).images).toMatchObject([{ result: "done" }]);
    expectCopied(stage);
    const steps = stage.ghcr.requests
      .filter(({ kind }) => kind === "upload")
      .map((request) => `${request.method} ${request.status}`);
    expect(steps.slice(steps.indexOf("PATCH 401"))).toEqual(["PATCH 401", "PATCH 202", "PUT 201"]);
  });

  it("costs a new upload where the registry has forgotten the old one", async () => {
    await using at = await set();
    const { stage } = at;
    const swallow: FaultAct = {
      name: "take the bytes and refuse the token",
      run: async (call) => {
        for await (const _ of call.body);
        stage.ghcr.revokeTokens();
        return emptyReply(401, {
          "www-authenticate": `Bearer realm="${stage.ghcr.url}/token",service="ghcr.io"`,
        });
      },
    };
    stage.ghcr.faults.add({ when: SENDING, act: swallow });
    const unknown = { errors: [{ code: "BLOB_UPLOAD_UNKNOWN", message: "blob upload unknown to registry" }] };
    stage.ghcr.faults.add({ when: SENDING, act: status(404, { body: unknown }) });
    expect((await at.sync()).images).toMatchObject([{ result: "done" }]);
    expectCopied(stage);
    expect(layerUploads(stage).filter((step) => !step.startsWith("DELETE"))).toEqual([
      "POST 202",
      "PUT 401",
      "PUT 404",
      "POST 202",
      "PUT 201",
    ]);
  });

  it("counts the bytes once in what is told", async () => {
    await using at = await set();
    const { stage } = at;
    stage.ghcr.faults.add({ when: SENDING, act: preceded(() => stage.ghcr.revokeTokens()) });
    const report = await at.sync();
    const sizes = IMAGE.blobs.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(report.summary.bytes).toBeGreaterThanOrEqual(sizes);
    expect(report.summary.bytes).toBeLessThan(sizes + LAYER.size);
  });

  it("ends the image where no token is ever good enough", async () => {
    await using at = await set();
    const { stage } = at;
    stage.ghcr.faults.add({ when: SENDING, times: 99, act: preceded(() => stage.ghcr.revokeTokens()) });
    expect((await at.sync()).images).toMatchObject([
      { result: "failed", error: { side: "destination", code: "UNAUTHORIZED" } },
    ]);
    const sent = stage.ghcr.count({ method: "PUT", kind: "upload", status: 401 });
    expect(sent).toBeLessThanOrEqual(4);
    expect(stage.ghcr.store.tags("acme/app")).toEqual([]);
  });
});
