import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import type { Manners } from "../../../sandbox/registry/manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { ask, askManifest, locationOf } from "./wire.ts";

const image = generateImage({ seed: "ghcr" });
const users = { bot: "ghs_123_abc", octocat: "ghp_classic" };

function startGhcr(variation: Partial<Manners> = {}) {
  return startRegistry({ manners: ghcrManners(variation), auth: { kind: "token", users } });
}

async function askToken(url: string, scope: string, password?: string) {
  const basic = { authorization: `Basic ${Buffer.from(`x-access-token:${password}`).toString("base64")}` };
  return ask(`${url}/token?service=ghcr.io&scope=${scope}`, { headers: password ? basic : {} });
}

async function login(url: string, scope: string, password?: string) {
  const { token } = JSON.parse((await askToken(url, scope, password)).text) as { token: string };
  return { authorization: `Bearer ${token}` };
}

describe("GHCR", () => {
  it("challenges with a placeholder scope", async () => {
    await using ghcr = await startGhcr();
    expect((await ask(`${ghcr.url}/v2/`)).headers.get("www-authenticate")).toBe(
      `Bearer realm="${ghcr.url}/token",service="ghcr.io",scope="repository:user/image:pull"`,
    );
  });

  it("denies the public a token for a private or absent package, until it is made public", async () => {
    await using ghcr = await startGhcr();
    pushImage(ghcr.store, "acme/app", "v1", image);
    for (const name of ["acme/app", "acme/absent"]) {
      const denied = await askToken(ghcr.url, `repository:${name}:pull`);
      expect([denied.status, denied.codes]).toEqual([403, ["DENIED"]]);
    }
    ghcr.store.setVisibility("acme/app", "public");
    const headers = await login(ghcr.url, "repository:acme/app:pull");
    expect((await askManifest(ghcr.url, "acme/app", "v1", { headers })).status).toBe(200);
  });

  it("goes by the password alone, and denies a wrong one with 403", async () => {
    await using ghcr = await startGhcr();
    expect((await askToken(ghcr.url, "repository:acme/app:pull", "ghp_classic")).status).toBe(200);
    const denied = await askToken(ghcr.url, "repository:acme/app:pull", "ghp_wrong");
    expect(JSON.parse(denied.text)).toEqual({ errors: [{ code: "DENIED", message: "denied" }] });
    expect(denied.status).toBe(403);
  });

  it.each([
    ["acme/absent", "ghs_123_abc", 403, "installation not allowed to Create organization package"],
    ["acme/app", "ghs_123_abc", 403, "installation not allowed to Write organization package"],
    ["acme/app", "ghp_classic", 202, ""],
  ])("may refuse uploads to %s by %s: %i %s", async (name, password, status, message) => {
    await using ghcr = await startGhcr({ refuseInstallationTokens: true });
    pushImage(ghcr.store, "acme/app", "v1", image);
    const headers = await login(ghcr.url, `repository:${name}:pull,push`, password);
    const answer = await ask(`${ghcr.url}/v2/${name}/blobs/uploads/`, { method: "POST", headers });
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(message)]);
  });

  it("accepts installation tokens where it is not told otherwise", async () => {
    await using ghcr = await startGhcr();
    const headers = await login(ghcr.url, "repository:acme/app:pull,push", "ghs_123_abc");
    const answer = await ask(`${ghcr.url}/v2/acme/app/blobs/uploads/`, { method: "POST", headers });
    expect(answer.status).toBe(202);
  });

  it("redirects a blob GET, answers its HEAD, deletes nothing and knows no referrers", async () => {
    await using ghcr = await startGhcr();
    pushImage(ghcr.store, "acme/app", "v1", image);
    const headers = await login(ghcr.url, "repository:acme/app:pull,delete", "ghp_classic");
    const url = `${ghcr.url}/v2/acme/app`;
    const blob = `${url}/blobs/${image.blobs[0]?.descriptor.digest}`;
    expect((await ask(blob, { method: "HEAD", headers })).status).toBe(200);
    const redirect = await ask(blob, { headers });
    expect(redirect.status).toBe(307);
    expect((await ask(locationOf(ghcr.url, redirect.headers))).status).toBe(200);
    expect((await ask(`${url}/manifests/v1`, { method: "DELETE", headers })).status).toBe(405);
    expect((await ask(`${url}/referrers/${image.root.digest}`, { headers })).status).toBe(404);
  });
});
