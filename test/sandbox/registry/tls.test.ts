import { request } from "node:https";
import { describe, expect, it } from "vitest";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { makeCertificate } from "../make-certificate.ts";
import { onPath } from "../on-path.ts";

function challengeOf(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(`${url}/v2/`, { ca, agent: false }, (response) => {
      response.resume();
      resolve(response.headers["www-authenticate"] ?? "");
    })
      .on("error", reject)
      .end();
  });
}

describe.skipIf(!onPath("openssl"))("TLS", () => {
  it("is spoken by the registry and its token service alike", async () => {
    const tls = await makeCertificate();
    await using registry = await startRegistry({ tls, manners: dockerHubManners() });
    expect(registry.url).toBe(`https://${registry.host}`);
    expect(await challengeOf(registry.url, tls.cert)).toContain('realm="https://127.0.0.1:');
  });
});
