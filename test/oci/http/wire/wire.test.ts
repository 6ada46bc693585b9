import http from "node:http";
import net from "node:net";
import { describe, expect, it } from "vitest";
import { readBody } from "../../../../src/oci/http/body.ts";
import type { HttpRequest } from "../../../../src/oci/http/exchange.ts";
import { closing, listen, open } from "./wire-stage.ts";

/** A server that answers every connection's first bytes with `answer`, and says what it received. */
async function answering(answer: string, then: "stay" | "close" = "stay") {
  const received: string[] = [];
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => received.push(bytes.toString("latin1")));
    socket.once("data", () => (then === "close" ? socket.end(answer) : socket.write(answer)));
    closing.push(() => socket.destroy());
  });
  return { url: await listen(server), received };
}

const get = (url: URL, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  url,
  isBulk: true,
  ...more,
});

describe("Wire", () => {
  it("sends a request as RFC 9112 has it", async () => {
    const { url, received } = await answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi");
    const response = await open().send(get(url, { headers: { range: "bytes=5-" } }));
    expect((await readBody(response, 10)).toString()).toBe("hi");
    expect(received.join("")).toBe(
      `GET /blob?state=a%2Bb HTTP/1.1\r\nhost: ${url.host}\r\nuser-agent: ghcr-mirror\r\naccept: */*\r\nrange: bytes=5-\r\n\r\n`,
    );
  });

  it("moves a large body both ways, byte for byte, over a server that reads slowly", async () => {
    const size = 5_000_000;
    const bytes = Buffer.alloc(size, "0123456789abcdef!");
    let stored = Buffer.alloc(0);
    const url = await listen(
      http.createServer(async (request, response) => {
        if (request.method === "GET") return void response.end(bytes);
        const chunks: Buffer[] = [];
        for await (const chunk of request) {
          chunks.push(chunk as Buffer);
          await new Promise((resolve) => setImmediate(resolve));
        }
        stored = Buffer.concat(chunks);
        response.writeHead(201).end();
      }),
    );
    const wire = open();
    const source = await wire.send(get(url));
    const put = await wire.send({
      method: "PUT",
      url,
      headers: { "content-length": String(size) },
      body: (sink) => source.body.flow(sink),
    });
    expect(put.status).toBe(201);
    expect(stored.equals(bytes)).toBe(true);
  });

  it("uses a connection again once its answer is read, and not before", async () => {
    let connections = 0;
    const server = http.createServer((_, response) => response.end("x".repeat(100_000)));
    server.on("connection", () => connections++);
    const url = await listen(server);
    const wire = open();
    const [first, second] = await Promise.all([wire.send(get(url)), wire.send(get(url))]);
    await Promise.all([first.body.discard(), second.body.discard()]);
    await (await wire.send(get(url))).body.discard();
    expect(connections).toBe(2);
  });

  it("does not use a connection again that the server closes, or whose answer was given up", async () => {
    let connections = 0;
    const server = http.createServer((_, response) => response.setHeader("connection", "close").end("x"));
    server.on("connection", () => connections++);
    const url = await listen(server);
    const wire = open();
    await (await wire.send(get(url))).body.discard();
    (await wire.send(get(url))).body.abandon();
    await (await wire.send(get(url))).body.discard();
    expect(connections).toBe(3);
  });

  it.each([
    [
      "chunked",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
      "stay",
    ],
    ["until the connection ends", "HTTP/1.1 200 OK\r\n\r\nabcde", "close"],
    [
      "after 1xx",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabcde",
      "stay",
    ],
  ] as const)("reads a body %s", async (_, answer, then) => {
    const { url } = await answering(answer, then);
    expect((await readBody(await open().send(get(url)), 100)).toString()).toBe("abcde");
  });

  it.each([
    ["something else than HTTP", "SSH-2.0-OpenSSH_9\r\n\r\n", "stay", "MALFORMED"],
    ["endless headers", `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(5_000)}`, "stay", "TOO_LARGE"],
    ["nothing", "", "close", "INTERRUPTED"],
    ["half a head", "HTTP/1.1 200 OK\r\ncontent-le", "close", "INTERRUPTED"],
  ] as const)("refuses %s", async (_, answer, then, code) => {
    const { url } = await answering(answer, then);
    await expect(open().send(get(url))).rejects.toMatchObject({ name: "RegistryError", code });
  });

  it.each([
    ["less than promised", "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nabc", "INTERRUPTED"],
    ["more than promised", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nabc", "MALFORMED"],
    ["a broken chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", "MALFORMED"],
  ])("fails in the body for %s", async (_, answer, code) => {
    const { url } = await answering(answer, "close");
    const response = await open().send(get(url));
    await expect(readBody(response, 100)).rejects.toMatchObject({ name: "RegistryError", code });
  });

  it("names a refused connection and a silent peer", async () => {
    const { url } = await answering("");
    const wire = open({ connect: 1_000, headers: 30, body: 30 });
    await expect(wire.send(get(url))).rejects.toMatchObject({ code: "TIMEOUT" });
    await expect(wire.send(get(new URL("http://127.0.0.1:1/")))).rejects.toMatchObject({
      code: "UNREACHABLE",
    });
  });

  it("stops sending when the server has answered already", async () => {
    const { url } = await answering("HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\n\r\nbig");
    let sent = 0;
    const response = await open().send({
      method: "PUT",
      url,
      headers: { "content-length": "1000000000000" },
      body: async (sink) => {
        for (const chunk = Buffer.alloc(65_536); ; sent += chunk.length) {
          await sink(chunk);
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
    });
    expect(response.status).toBe(413);
    expect((await readBody(response, 10)).toString()).toBe("big");
    expect(sent).toBeGreaterThan(0);
  });

  it("passes on what the body failed with, and breaks the connection", async () => {
    const closed = Promise.withResolvers<void>();
    const url = await listen(
      net.createServer((socket) =>
        socket
          .on("error", () => {})
          .on("close", closed.resolve)
          .resume(),
      ),
    );
    const reason = new Error("no more bytes");
    const body = () => Promise.reject(reason);
    await expect(open().send({ method: "PUT", url, headers: { "content-length": "5" }, body })).rejects.toBe(
      reason,
    );
    await closed.promise;
  });

  it("ends with the signal's reason at every stage", async () => {
    const silent = await answering("");
    const endless = await answering("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc");
    const reason = new Error("stopped");
    const wire = open();
    await expect(wire.send(get(silent.url, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    const waiting = new AbortController();
    const sending = wire.send(get(silent.url, { signal: waiting.signal }));
    setImmediate(() => waiting.abort(reason));
    await expect(sending).rejects.toBe(reason);
    const reading = new AbortController();
    const response = await wire.send(get(endless.url, { signal: reading.signal }));
    const flowing = response.body.flow((): undefined => {
      reading.abort(reason);
    });
    await expect(flowing).rejects.toBe(reason);
  });

  it("refuses to send a header that would end early", async () => {
    const { url, received } = await answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    const headers = { authorization: "Bearer x\r\nx-injected: y" };
    await expect(open().send(get(url, { headers }))).rejects.toMatchObject({ code: "MALFORMED" });
    expect(received).toEqual([]);
  });
});
