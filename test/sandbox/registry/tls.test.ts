import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { onPath } from "../on-path.ts";

const run = promisify(execFile);

async function makeCertificate() {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  await run("openssl", [...kind, ...subject, "-keyout", key, "-out", cert, "-days", "2"]);
  const tls = { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8") };
  await rm(folder, { recursive: true });
  return tls;
}

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
