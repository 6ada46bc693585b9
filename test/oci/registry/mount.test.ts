import { describe, expect, it } from "vitest";
import { status } from "../../../sandbox/registry/fault-acts.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startUpload } from "../../../src/oci/registry/uploads.ts";
import { loginAs } from "../open-client.ts";
import { asked, BLOB, BYTES, startStage as start } from "./upload-stage.ts";

const auth = { kind: "token", users: { me: "secret" } } as const;
const keychain = loginAs("me", "secret");

describe("a mount", () => {
  it.each([
    ["another repository", "library/redis", {}, "POST 201"],
    ["the same repository", "acme/app", {}, "POST 201"],
    ["a repository that lacks the blob", "library/nothing", {}, "POST 202"],
    ["another repository, at a registry without mounts", "library/redis", { mount: false }, "POST 202"],
    [
      "the same repository, at a registry that looks at others only",
      "acme/app",
      { selfMount: false },
      "POST 202",
    ],
  ])("from %s", async (_, from, variation, expected) => {
    const { server, repository } = await start({ manners: plainManners(variation) });
    server.store.putBlob(expected === "POST 201" ? from : "library/redis", BYTES);
    const upload = await startUpload(repository, { digest: BLOB.digest, from });
    expect(asked(server)).toEqual([expected]);
    expect(upload === undefined).toBe(expected === "POST 201");
    expect(server.store.hasBlob("acme/app", BLOB.digest)).toBe(expected === "POST 201");
    if (upload) expect(upload.location.href).toMatch(/\/v2\/acme\/app\/blobs\/uploads\/./);
  });

  it("names the blob, and the repository with its slashes encoded", async () => {
    const { server, repository } = await start();
    await startUpload(repository, { digest: BLOB.digest, from: "a/b/c" });
    expect(server.requests[0]?.path).toBe(`/v2/acme/app/blobs/uploads/?mount=${BLOB.digest}&from=a%2Fb%2Fc`);
  });

  it("needs both repositories in its token, and nothing of earlier ones", async () => {
    const { server, client, repository } = await start({ auth }, { keychain });
    for (const from of ["library/redis", "library/nginx"]) {
      server.store.putBlob(from, BYTES);
      expect(await startUpload(repository, { digest: BLOB.digest, from })).toBeUndefined();
    }
    await startUpload(repository, { digest: BLOB.digest, from: "acme/app" });
    await startUpload(client.destination("acme/other"));
    expect(server.requests.filter(({ kind }) => kind === "token").map(({ scopes }) => scopes)).toEqual([
      ["repository:acme/app:pull,push", "repository:library/redis:pull"],
      ["repository:acme/app:pull,push", "repository:library/nginx:pull"],
      ["repository:acme/app:pull,push"],
      ["repository:acme/other:pull,push"],
    ]);
    expect(server.count({ status: 401 })).toBe(1);
  });

  it.each([
    [400, "REJECTED"],
    [403, "DENIED"],
    [404, "NOT_FOUND"],
    [405, "REJECTED"],
  ])("that is answered %i: %s", async (code, expected) => {
    const { server, repository } = await start();
    server.faults.add({ act: status(code) });
    const mounting = startUpload(repository, { digest: BLOB.digest, from: "library/redis" });
    await expect(mounting).rejects.toMatchObject({ code: expected });
  });

  it("is not what a plain upload may be taken for", async () => {
    const { server, repository } = await start();
    server.faults.add({ act: status(201) });
    await expect(startUpload(repository)).rejects.toMatchObject({ code: "REJECTED", status: 201 });
  });
});
