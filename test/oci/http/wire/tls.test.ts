import { randomBytes } from "node:crypto";
import { once } from "node:events";
import https from "node:https";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { describe, expect, it } from "vitest";
import { Wire } from "../../../../src/oci/http/wire/wire.ts";
import { makeCertificate } from "../../../sandbox/make-certificate.ts";
import { onPath } from "../../../sandbox/on-path.ts";

const TIMEOUTS = { connect: 5_000, headers: 5_000, body: 5_000 };

/** A server that gives `bytes` to GET and keeps what a PUT brings, until the test is over. */
async function serve(certificate: { key: string; cert: string }, bytes: Buffer) {
  const stored: Buffer[] = [];
  const server = https.createServer(certificate, async (request, response) => {
    if (request.method === "GET") return void response.end(bytes);
    for await (const chunk of request) stored.push(chunk as Buffer);
    response.writeHead(201).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port, stored: () => Buffer.concat(stored), [Symbol.dispose]: close };
}

describe.skipIf(!onPath("openssl"))("Wire over TLS (needs openssl)", () => {
  it("refuses a certificate that nobody vouches for", async () => {
    using server = await serve(await makeCertificate(), Buffer.alloc(1));
    const url = new URL(`https://127.0.0.1:${server.port}/blob`);
    const sending = new Wire(TIMEOUTS).send({ method: "GET", url, isBulk: true });
    await expect(sending).rejects.toMatchObject({ code: "TLS" });
  });

  it.each(["127.0.0.1", "localhost"])(
    "moves records that come faster than they are read, to %s",
    async (host) => {
      const certificate = await makeCertificate();
      const before = tls.getCACertificates("default");
      tls.setDefaultCACertificates([...before, certificate.cert]);
      const bytes = randomBytes(8_000_000);
      using server = await serve(certificate, bytes);
      const wire = new Wire(TIMEOUTS);
      try {
        const url = new URL(`https://${host}:${server.port}/blob`);
        const source = await wire.send({ method: "GET", url, isBulk: true });
        const headers = { "content-length": String(bytes.length) };
        const put = await wire.send({ method: "PUT", url, headers, body: (sink) => source.body.flow(sink) });
        expect(put.status).toBe(201);
        expect(server.stored().equals(bytes)).toBe(true);
      } finally {
        wire.close();
        tls.setDefaultCACertificates(before);
      }
    },
  );
});
