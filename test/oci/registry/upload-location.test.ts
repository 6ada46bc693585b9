import { describe, expect, it } from "vitest";
import { locationOn, status } from "../../../sandbox/registry/fault-acts.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import type { Repository } from "../../../src/oci/registry/repository.ts";
import { finishUpload, patchBlob, putBlob } from "../../../src/oci/registry/uploads.ts";
import { responseOf } from "../fake-send.ts";
import { loginAs } from "../open-client.ts";
import { BLOB, BYTES, begin, produce, startStage as start, startServer } from "./upload-stage.ts";

describe("a Location", () => {
  it.each([true, false])("may be absolute (%s), with a query", async (absoluteLocation) => {
    const { server, repository } = await start({ manners: plainManners({ absoluteLocation }) });
    const upload = await begin(repository);
    expect([upload.location.origin, upload.location.search]).toEqual([
      server.url,
      expect.stringMatching(/^\?_state=/),
    ]);
    await putBlob(upload, BLOB, BYTES);
    expect(server.requests[1]?.path).toBe(
      `${upload.location.pathname}${upload.location.search}&digest=${encodeURIComponent(BLOB.digest)}`,
    );
  });

  it.each([
    ["/v2/a/up", "/v2/a/up?digest="],
    ["/v2/a/up?", "/v2/a/up?digest="],
    ["/v2/a/up?_state=a%2Bb+c%3D%3D&x", "/v2/a/up?_state=a%2Bb+c%3D%3D&x&digest="],
    ["up/../7?y=1#part", "/v2/acme/app/blobs/uploads/7?y=1&digest="],
  ])("%s is kept as it is", async (location, expected) => {
    const { server, repository } = await start();
    server.faults.add({ act: status(202, { headers: { location } }) });
    server.faults.add({ act: status(201) });
    await putBlob(await begin(repository), BLOB, BYTES);
    expect(server.requests[1]?.path).toBe(expected + encodeURIComponent(BLOB.digest));
  });

  it("on another host is gone to, without credentials", async () => {
    const elsewhere = await startServer();
    const auth = { kind: "token", users: { me: "ghp_x" } } as const;
    const { server, repository } = await start({ auth }, { keychain: loginAs("me", "ghp_x") });
    server.faults.add({ when: { method: "POST", nth: 2 }, act: locationOn(elsewhere.url) });
    elsewhere.faults.add({ act: status(202) });
    elsewhere.faults.add({ act: status(201) });
    const upload = await begin(repository);
    const patched = await patchBlob(upload, BLOB.size, produce);
    await finishUpload(patched, BLOB.digest);
    expect(elsewhere.requests.map(({ method, authorization }) => [method, authorization])).toEqual([
      ["PATCH", undefined],
      ["PUT", undefined],
    ]);
    expect(server.requests.filter(({ method }) => method !== "GET").at(-1)?.method).toBe("POST");
  });

  it.each([
    ["none", {}, "MALFORMED", "without a Location"],
    ["nonsense", { location: "http://[" }, "REDIRECT", "not an HTTP address"],
    ["a file", { location: "file:///etc/passwd" }, "REDIRECT", "not an HTTP address"],
    [
      "plain HTTP",
      { location: "http://r.example/1?sig=1" },
      "REDIRECT",
      "plain HTTP instead of HTTPS (http://r.example/1?sig=…)",
    ],
  ])("that is %s is an error", async (_, headers, code, words) => {
    const response = responseOf(
      { status: 202, headers },
      new URL("https://r.example/v2/acme/app/blobs/uploads/"),
    );
    const repository: Pick<Repository, "name" | "call"> = { name: "acme/app", call: async () => response };
    const error = await begin(repository as Repository).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, method: "POST", message: expect.stringContaining(words) });
  });

  it("loses user and password", async () => {
    const { server, repository } = await start();
    server.faults.add({ act: status(202, { headers: { location: "https://u:hunter2@up.example/1" } }) });
    expect((await begin(repository)).location.href).toBe("https://up.example/1");
  });

  it("that a PATCH does not send stays what it was", async () => {
    const { server, repository } = await start();
    server.faults.add({ when: { method: "PATCH" }, act: status(202) });
    const upload = await begin(repository);
    expect((await patchBlob(upload, BLOB.size, BYTES)).location.href).toBe(upload.location.href);
  });
});
