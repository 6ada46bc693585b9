import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { anonymous } from "../../../src/oci/auth/credential.ts";
import { cancelUpload, startUpload } from "../../../src/oci/registry/uploads.ts";
import { onPath } from "../../sandbox/on-path.ts";
import { startDockerRegistry } from "../../sandbox/start-docker-registry.ts";
import { loginAs, openClient } from "../open-client.ts";
import { describeRegistry } from "./suite.ts";

describe("the registry of the sandbox", () => {
  describeRegistry(() => startRegistry({ manners: plainManners() }));
});

describe("the registry of the sandbox, with the manners of GHCR", () => {
  describeRegistry(() => startRegistry({ manners: ghcrManners(), auth: { kind: "none" } }));
});

const installed = onPath("docker-registry");
describe.skipIf(!installed)(`docker-registry${installed ? "" : " (not installed)"}`, () => {
  describeRegistry(startDockerRegistry);

  it("wants a password where it is told to", async () => {
    const folder = await mkdtemp(join(tmpdir(), "htpasswd-"));
    const path = join(folder, "htpasswd");
    // The user "me" with the password "U*U": a test vector of bcrypt's.
    await writeFile(path, "me:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n");
    await using server = await startDockerRegistry({ auth: { htpasswd: { realm: "here", path } } });
    await using me = openClient(server.url, { keychain: loginAs("me", "U*U") });
    const upload = await startUpload(me.destination("acme/app"));
    await cancelUpload(upload ?? expect.fail("there is nothing to upload"));
    for (const keychain of [anonymous, loginAs("me", "wrong")]) {
      await using other = openClient(server.url, { keychain });
      const refused = startUpload(other.destination("acme/app"));
      await expect(refused).rejects.toMatchObject({ code: "UNAUTHORIZED", registryCode: "UNAUTHORIZED" });
    }
    await rm(folder, { recursive: true });
  });
});
