import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { onPath } from "../on-path.ts";

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), "sandbox-skopeo-"));
afterAll(() => rm(folder, { recursive: true }));

const INSECURE = ["--src-tls-verify=false", "--dest-tls-verify=false"];

async function skopeo(...args: string[]): Promise<string> {
  return (await run("skopeo", ["--insecure-policy", ...args])).stdout;
}

describe.skipIf(!onPath("skopeo"))("skopeo", () => {
  it.each(["oci", "docker"] as const)(
    "copies a %s index from a Docker Hub to a GHCR, byte for byte",
    async (format) => {
      await using hub = await startRegistry({ manners: dockerHubManners() });
      await using ghcr = await startRegistry({
        manners: ghcrManners(),
        auth: { kind: "token", users: { acme: "ghp_x" } },
      });
      const image = generateImage({ seed: "skopeo", platforms: ["linux/amd64", "linux/arm64/v8"], format });
      pushImage(hub.store, "library/redis", "7", image);
      const to = `docker://${ghcr.host}/acme/redis:7`;
      const login = ["--dest-creds", "acme:ghp_x"];
      await skopeo("copy", "--all", ...INSECURE, ...login, `docker://${hub.host}/library/redis:7`, to);
      expect(ghcr.store.manifest("acme/redis", "7")).toEqual(hub.store.manifest("library/redis", "7"));
      expect(ghcr.store.blobs("acme/redis").sort()).toEqual(hub.store.blobs("library/redis").sort());
      expect(hub.pulls).toBeGreaterThan(0);
      expect(ghcr.openUploads).toBe(0);
    },
  );

  it("inspects a generated image, and tells its layers and platform", async () => {
    await using registry = await startRegistry({ manners: plainManners() });
    const image = generateImage({ seed: "inspect", platforms: ["linux/arm64"], layers: 3 });
    pushImage(registry.store, "a/b/c", "v1", image);
    const text = await skopeo("inspect", "--tls-verify=false", `docker://${registry.host}/a/b/c:v1`);
    expect(JSON.parse(text)).toMatchObject({
      Digest: image.root.digest,
      RepoTags: ["v1"],
      Os: "linux",
      Architecture: "arm64",
      Layers: [expect.any(String), expect.any(String), expect.any(String)],
    });
  });

  it.skipIf(!onPath("umoci"))("hands a generated image to umoci, which unpacks it", async () => {
    await using registry = await startRegistry();
    const image = generateImage({ seed: "unpack", layers: 3, layerSize: 5000 });
    pushImage(registry.store, "a", "v1", image);
    const layout = join(folder, "layout");
    await skopeo("copy", "--src-tls-verify=false", `docker://${registry.host}/a:v1`, `oci:${layout}:v1`);
    await run("umoci", ["raw", "unpack", "--rootless", "--image", `${layout}:v1`, join(folder, "root")]);
    const { stdout } = await run("sh", [
      "-c",
      `ls -l '${join(folder, "root")}' | awk '{print $5}' | sort | uniq -c`,
    ]);
    expect(stdout).toMatch(/3 5000/);
  });
});
