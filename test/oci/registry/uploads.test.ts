import { describe, expect, it } from "vitest";
import { cutInsteadOfResponse, cutRequestAfter, status } from "../../../sandbox/registry/fault-acts.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import type { Producer } from "../../../src/oci/http/wire/sink.ts";
import { cancelUpload, finishUpload, patchBlob, putBlob } from "../../../src/oci/registry/uploads.ts";
import { loginAs } from "../open-client.ts";
import { asked, BLOB, BYTES, begin, produce, startStage as start } from "./upload-stage.ts";

const EMPTY = { digest: digestOf(new Uint8Array()), size: 0 };

describe("an upload", () => {
  it.each<[string, Uint8Array | Producer]>([
    ["bytes", BYTES],
    ["a stream", produce],
  ])("takes %s by one PUT", async (_, body) => {
    const { server, repository } = await start();
    await putBlob(await begin(repository), BLOB, body);
    expect(server.store.blob("acme/app", BLOB.digest)?.size).toBe(BLOB.size);
    expect(asked(server)).toEqual(["POST 202", "PUT 201"]);
    expect(server.requests[0]?.headers).toMatchObject({ "content-length": "0" });
    expect(server.requests[1]?.headers).toMatchObject({
      "content-length": "11",
      "content-type": "application/octet-stream",
    });
  });

  it.each<[string, Uint8Array | Producer]>([
    ["bytes", BYTES],
    ["a stream", produce],
  ])("takes %s by PATCH and PUT, with its length and no range", async (_, body) => {
    const { server, repository } = await start({ manners: plainManners({ putBody: false }) });
    await finishUpload(await patchBlob(await begin(repository), BLOB.size, body), BLOB.digest);
    expect(server.store.hasBlob("acme/app", BLOB.digest)).toBe(true);
    expect(asked(server)).toEqual(["POST 202", "PATCH 202", "PUT 201"]);
    expect(server.requests[1]?.headers).toMatchObject({ "content-length": "11" });
    expect(server.requests[1]?.headers).not.toHaveProperty("content-range");
  });

  it.each<[string, Uint8Array | Producer]>([
    ["bytes", new Uint8Array()],
    ["a stream", async () => {}],
  ])("takes no bytes at all, as %s", async (_, body) => {
    const { server, repository } = await start();
    await putBlob(await begin(repository), EMPTY, body);
    await finishUpload(await patchBlob(await begin(repository), 0, body), EMPTY.digest);
    expect(server.store.hasBlob("acme/app", EMPTY.digest)).toBe(true);
    expect(server.openUploads).toBe(0);
  });

  it("with the wrong digest is refused", async () => {
    const { repository } = await start();
    const wrong = { ...EMPTY, size: BYTES.length };
    for (const body of [BYTES, produce]) {
      const putting = putBlob(await begin(repository), wrong, body);
      await expect(putting).rejects.toMatchObject({ code: "DIGEST_MISMATCH", method: "PUT" });
    }
  });

  it.each<[string, Uint8Array | Producer]>([
    ["bytes", BYTES],
    ["a stream", produce],
  ])("is not sent twice where nobody knows what has arrived, as %s", async (_, body) => {
    for (const act of [cutRequestAfter(5), cutInsteadOfResponse, status(503)]) {
      const { server, repository } = await start();
      server.faults.add({ when: { method: "PUT" }, act });
      server.faults.add({ when: { method: "PATCH" }, act });
      await expect(putBlob(await begin(repository), BLOB, body)).rejects.toThrow(/^PUT /);
      await expect(patchBlob(await begin(repository), BLOB.size, body)).rejects.toThrow(/^PATCH /);
      expect([server.count({ method: "PUT" }), server.count({ method: "PATCH" })]).toEqual([1, 1]);
    }
  });

  it("is closed again where it is not known whether it was", async () => {
    const { server, repository } = await start();
    const patched = await patchBlob(await begin(repository), BLOB.size, BYTES);
    server.faults.add({ when: { method: "PUT" }, act: status(502) });
    await finishUpload(patched, BLOB.digest);
    expect(server.count({ method: "PUT" })).toBe(2);
  });

  it("fails with what its producer throws", async () => {
    const { repository } = await start();
    const reason = new Error("the source broke");
    const broken: Producer = async (sink) => {
      await sink(BYTES.subarray(0, 4));
      throw reason;
    };
    await expect(putBlob(await begin(repository), BLOB, broken)).rejects.toBe(reason);
  });

  it("ends where the registry answers before it has everything", async () => {
    const { server, repository } = await start();
    server.faults.add({ when: { method: "PUT" }, act: status(507) });
    const size = 1024 * 1024 * 1024;
    const chunk = Buffer.alloc(256 * 1024);
    let sent = 0;
    const putting = putBlob(await begin(repository), { ...BLOB, size }, async (sink) => {
      for (; sent < size; sent += chunk.length) await sink(chunk);
    });
    await expect(putting).rejects.toMatchObject({ code: "NO_SPACE" });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it.each([
    [507, "", "NO_SPACE"],
    [500, { errors: [{ code: "UNKNOWN", message: "x", detail: "no space left on device" }] }, "NO_SPACE"],
    [413, "", "TOO_LARGE"],
    [403, "", "DENIED"],
    [416, "", "REJECTED"],
  ])("fails for %i %j: %s", async (code, body, expected) => {
    const { server, repository } = await start();
    for (const method of ["PATCH", "PUT"])
      server.faults.add({ when: { method }, act: status(code, { body }) });
    for (const content of [BYTES, produce]) {
      const sending = content === BYTES ? patchBlob : undefined;
      const upload = await begin(repository);
      const work = sending ? sending(upload, BLOB.size, content) : putBlob(upload, BLOB, content);
      await expect(work).rejects.toMatchObject({ code: expected });
    }
  });
});

describe("cancelUpload", () => {
  it("cancels", async () => {
    const { server, repository } = await start();
    const upload = await begin(repository);
    expect(server.openUploads).toBe(1);
    await cancelUpload(upload);
    await cancelUpload(upload);
    expect([server.openUploads, asked(server)]).toEqual([0, ["POST 202", "DELETE 204", "DELETE 404"]]);
  });

  it("is no trouble where the right to delete is missing", async () => {
    const manners = ghcrManners();
    const auth = { kind: "token", users: { me: "ghp_x" } } as const;
    const { server, repository } = await start({ manners, auth }, { keychain: loginAs("me", "ghp_x") });
    await cancelUpload(await begin(repository));
    expect(server.count({ method: "DELETE", status: 401 })).toBeGreaterThan(0);
  });

  it.each([400, 403, 404, 405, 500, 503])(
    "is no trouble where it is answered %i, and asked once",
    async (code) => {
      const { server, repository } = await start();
      const upload = await begin(repository);
      server.faults.add({ act: status(code), times: 9 });
      await cancelUpload(upload);
      expect(server.count({ method: "DELETE" })).toBe(1);
    },
  );

  it("ends with the signal's reason", async () => {
    const { repository } = await start();
    const reason = new Error("stopped");
    await expect(cancelUpload(await begin(repository), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
