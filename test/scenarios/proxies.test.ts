import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { type SandboxRegistry, startRegistry } from "../../sandbox/registry/start-registry.ts";
import { startProxy, type TestProxy } from "../oci/http/proxy/start-proxy.ts";
import { makeCertificate } from "../sandbox/make-certificate.ts";
import { onPath } from "../sandbox/on-path.ts";
import { differences } from "./differences.ts";
import { TOKEN } from "./stage.ts";
import { startCommand } from "./start-command.ts";

const IMAGE = generateImage({
  seed: "proxies",
  platforms: ["linux/amd64", "linux/arm64"],
  layerSize: 700_000,
});
const HUB = "registry-1.docker.io";

interface Behind {
  readonly hub: SandboxRegistry;
  readonly ghcr: SandboxRegistry;
  readonly proxy: TestProxy;
  /** The real command, which knows nothing but the registries' names and a proxy. */
  readonly sync: (environment: Readonly<Record<string, string>>) => ReturnType<typeof run>;
}

/** Docker Hub and GHCR under their real names, which only a proxy can look up. */
async function behindProxy(
  login: string | undefined,
  work: (behind: Behind) => Promise<void>,
): Promise<void> {
  const tls = await makeCertificate([HUB, "ghcr.io"]);
  await using hub = await startRegistry({ tls, manners: dockerHubManners({ cdnMethods: [] }) });
  await using ghcr = await startRegistry({
    tls,
    manners: ghcrManners(),
    // A token service on this machine would be no host of ghcr.io's, and would not be trusted.
    auth: { kind: "basic", users: { "x-access-token": TOKEN } },
  });
  pushImage(hub.store, "library/app", "1", IMAGE);
  const routes = { [`${HUB}:443`]: hub.url, "ghcr.io:443": ghcr.url };
  await using proxy = await startProxy({ routes, ...(login !== undefined && { login }) });
  const folder = await mkdtemp(join(tmpdir(), "authority-"));
  const authority = join(folder, "ca.pem");
  await writeFile(authority, tls.cert);
  const surroundings = { NODE_EXTRA_CA_CERTS: authority, REGISTRY_ENDPOINTS: "" };
  try {
    await work({ hub, ghcr, proxy, sync: (more) => run({ hub, ghcr }, { ...surroundings, ...more }) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(stage: Pick<Behind, "hub" | "ghcr">, environment: Readonly<Record<string, string>>) {
  await using command = await startCommand(stage, "- app:1", ["--json"], environment);
  return await command.ended;
}

describe.skipIf(!onPath("openssl"))("behind a proxy (needs openssl)", () => {
  it("copies an image, all of it through tunnels", async () => {
    await behindProxy("acme:s3cret", async ({ hub, ghcr, proxy, sync }) => {
      const address = proxy.url.href.replace("//", "//acme:s3cret@");
      const { code, stdout, stderr } = await sync({ HTTPS_PROXY: address });
      expect(code, stderr + stdout).toBe(0);
      expect(JSON.parse(stdout).images).toMatchObject([{ result: "done", digest: IMAGE.root.digest }]);
      const copy = { registry: ghcr, reference: "acme/app:1" };
      expect(differences({ registry: hub, reference: "library/app:1" }, copy)).toEqual([]);
      expect(new Set(proxy.tunnels)).toEqual(new Set([`${HUB}:443`, "ghcr.io:443"]));
      // Requests share tunnels, as they share connections.
      expect(proxy.tunnels.length).toBeLessThan(hub.requests.length + ghcr.requests.length);
      for (const { headers } of [...hub.requests, ...ghcr.requests]) {
        expect(headers).not.toHaveProperty("proxy-authorization");
      }
    });
  });

  it("says what to do where the proxy wants a password, and asks it once", async () => {
    await behindProxy("acme:s3cret", async ({ proxy, sync }) => {
      const { code, stdout, stderr } = await sync({
        https_proxy: proxy.url.href.replace("//", "//acme:wr0ng@"),
      });
      expect(code, stderr).toBe(1);
      const [image] = JSON.parse(stdout).images;
      expect(image.error).toMatchObject({
        code: "PROXY",
        message: expect.stringContaining(
          `the proxy ${proxy.url.origin} does not accept the user name and password`,
        ),
        remedy: expect.stringContaining("HTTPS_PROXY"),
      });
      expect(stdout + stderr).not.toMatch(/wr0ng|YWNtZTp/);
      expect(proxy.tunnels.toSorted()).toEqual([`ghcr.io:443`, `${HUB}:443`]);
    });
  });

  it("names a proxy that is down, and what to do", async () => {
    await behindProxy(undefined, async ({ proxy, sync }) => {
      await proxy[Symbol.asyncDispose]();
      const { code, stdout } = await sync({ HTTPS_PROXY: proxy.url.href });
      expect(code).toBe(1);
      expect(JSON.parse(stdout).images[0].error).toMatchObject({
        code: "PROXY",
        message: expect.stringContaining(`the proxy ${proxy.url.origin} cannot be reached`),
        remedy: expect.stringContaining("NO_PROXY"),
      });
    });
  });

  it("goes past it to this machine, and to what NO_PROXY names", async () => {
    await behindProxy(undefined, async ({ hub, ghcr, proxy, sync }) => {
      const REGISTRY_ENDPOINTS = `docker.io=${hub.url},ghcr.io=${ghcr.url}`;
      const { code, stdout, stderr } = await sync({ HTTPS_PROXY: proxy.url.href, REGISTRY_ENDPOINTS });
      expect(code, stderr + stdout).toBe(0);
      expect(proxy.tunnels).toEqual([]);
    });
  });
});
