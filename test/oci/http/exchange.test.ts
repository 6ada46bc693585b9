import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { readBody } from "../../../src/oci/http/body.ts";
import {
  createAgent,
  exchangeOver,
  type HttpRequest,
  type Timeouts,
} from "../../../src/oci/http/exchange.ts";
import { Wire } from "../../../src/oci/http/wire/wire.ts";
import { makeCertificate } from "../../sandbox/make-certificate.ts";
import { onPath } from "../../sandbox/on-path.ts";
import { serve, serveBytes } from "../serve.ts";

const SHORT: Timeouts = { connect: 100, headers: 100, body: 100 };
const LONG: Timeouts = { connect: 5_000, headers: 5_000, body: 5_000 };

/** What sends and what it stands on, closed at the end of a test. */
function openSend(timeouts = LONG) {
  const agent = createAgent(2, timeouts);
  const wire = new Wire(timeouts);
  const close = async () => {
    wire.close();
    await agent.destroy();
  };
  return { send: exchangeOver(agent, wire), close, [Symbol.asyncDispose]: close };
}

/** Small answers go over one transport, bulk over the other; to a caller there is no difference. */
describe.each([
  ["a small answer", false],
  ["a bulk answer", true],
])("exchangeOver, for %s", (_, isBulk) => {
  const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
    method: "GET",
    url: new URL(url),
    isBulk,
    ...more,
  });

  it("sends path and query as they are, a user agent, and the headers", async () => {
    const asked: IncomingMessage[] = [];
    await using server = await serve((request, response) => {
      asked.push(request);
      response.setHeader("x-twice", ["a", "b"]).end("hello");
    });
    await using client = openSend();
    const url = `${server.url}/v2/a%2Fb/?_state=a%2Bb%3D&x`;
    const response = await client.send(get(url, { headers: { range: "bytes=5-" } }));
    expect((await readBody(response, 10)).toString()).toBe("hello");
    expect([response.status, response.url.href, response.headers["x-twice"]]).toEqual([200, url, ["a", "b"]]);
    expect(asked[0]?.url).toBe("/v2/a%2Fb/?_state=a%2Bb%3D&x");
    expect(asked[0]?.headers).toMatchObject({ "user-agent": "ghcr-mirror", range: "bytes=5-" });
  });

  it("never sends a user and password that stand in an address", async () => {
    const asked: IncomingMessage[] = [];
    await using server = await serve((request, response) => {
      asked.push(request);
      response.end();
    });
    await using client = openSend();
    await client.send(get(server.url.replace("//", "//user:hunter2@")));
    expect(`${asked[0]?.rawHeaders.join()} ${asked[0]?.url}`).not.toMatch(/hunter2|authorization/i);
  });

  it.each<[string, (socket: Socket) => void, string]>([
    ["closes without a word", (socket) => socket.end(), "INTERRUPTED"],
    ["resets", (socket) => socket.resetAndDestroy(), "INTERRUPTED"],
    ["breaks off in the head", (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-"), "INTERRUPTED"],
    ["is silent", () => {}, "TIMEOUT"],
    ["is silent in the head", (socket) => socket.write("HTTP/1.1 200 OK\r\n"), "TIMEOUT"],
    ["speaks something else", (socket) => socket.write("SSH-2.0-OpenSSH_9.2\r\n\r\n"), "MALFORMED"],
    [
      "has a head without end",
      (socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nx: ${"x".repeat(40_000)}`);
      },
      "TOO_LARGE",
    ],
    [
      "has many headers",
      (socket) => {
        socket.write(`HTTP/1.1 200 OK\r\n${"x-bomb: xxxxxxxxxxxxxxxx\r\n".repeat(2_000)}\r\n`);
      },
      "TOO_LARGE",
    ],
  ])("fails where the server %s", async (_name, talk, code) => {
    await using server = await serveBytes(talk);
    await using client = openSend(SHORT);
    const error = await client.send(get(server.url)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "RegistryError", code, method: "GET", url: `${server.url}/` });
    expect((error as Error).message).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/: [^\n]+$/);
  });

  it("fails where nobody listens", async () => {
    const { url } = await serve(() => {}).then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server;
    });
    await using client = openSend();
    await expect(client.send(get(url))).rejects.toMatchObject({ code: "UNREACHABLE" });
  });

  it("fails where plain HTTP is spoken instead of TLS", async () => {
    await using server = await serve((_request, response) => void response.end());
    await using client = openSend();
    const sending = client.send(get(server.url.replace("http:", "https:")));
    await expect(sending).rejects.toMatchObject({ code: "TLS", message: expect.stringMatching(/^[^\n]+$/) });
  });

  it.skipIf(!onPath("openssl"))(
    "fails where nobody vouches for the certificate (needs openssl)",
    async () => {
      await using server = await startRegistry({ tls: await makeCertificate() });
      await using client = openSend();
      await expect(client.send(get(server.url))).rejects.toMatchObject({ code: "TLS" });
    },
  );

  it("ends with the signal's reason, before it begins and in the middle", async () => {
    const asked = Promise.withResolvers<void>();
    await using server = await serve(() => asked.resolve());
    await using client = openSend();
    const reason = new Error("stopped");
    await expect(client.send(get(server.url, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    const controller = new AbortController();
    const sending = client.send(get(server.url, { signal: controller.signal }));
    sending.catch(() => {});
    await asked.promise;
    controller.abort(reason);
    await expect(sending).rejects.toBe(reason);
  });

  it("ends with no registry's failure when it is closed", async () => {
    const asked = Promise.withResolvers<void>();
    await using server = await serve(() => asked.resolve());
    await using client = openSend();
    const sending = client.send(get(server.url));
    sending.catch(() => {});
    await asked.promise;
    await client.close();
    for (const ended of [sending, client.send(get(server.url))]) {
      await expect(ended).rejects.not.toHaveProperty("name", "RegistryError");
    }
  });
});

describe("exchangeOver", () => {
  it.each(["POST", "PUT"] as const)("tells the length of a %s without a body", async (method) => {
    const asked: IncomingMessage[] = [];
    await using server = await serve((request, response) => {
      asked.push(request);
      response.end();
    });
    await using client = openSend();
    await client.send({ method, url: new URL(server.url) });
    expect(asked[0]?.headers).toMatchObject({ "content-length": "0" });
  });
});
