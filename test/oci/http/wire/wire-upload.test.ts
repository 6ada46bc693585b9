import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { describe, expect, it } from "vitest";
import { readBody } from "../../../../src/oci/http/body.ts";
import type { Sink } from "../../../../src/oci/http/wire/sink.ts";
import { closing, listen, open } from "./wire-stage.ts";

describe("an upload over a Wire", () => {
  it.each([
    [
      "by a producer",
      (bytes: Buffer, answer: () => void) => async (sink: Sink) => {
        const taken = sink(bytes);
        answer();
        await taken;
      },
    ],
    [
      "as bytes",
      (bytes: Buffer, answer: () => void) => {
        setImmediate(answer);
        return bytes;
      },
    ],
  ] as const)("returns an early answer at once where the server reads no further (%s)", async (_, bodyOf) => {
    let answer = () => {};
    const server = net.createServer({ pauseOnConnect: true }, (socket) => {
      closing.push(() => socket.destroy());
      answer = () => void socket.write("HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\n\r\nbig");
    });
    const connected = once(server, "connection");
    const url = await listen(server);
    // More than the system's buffers take in.
    const bytes = Buffer.alloc(32 * 1024 * 1024);
    const body = bodyOf(bytes, () => void connected.then(() => answer()));
    const response = await open({ connect: 1_000, headers: 60_000, body: 1_000 }).send({
      method: "PUT",
      url,
      headers: { "content-length": String(bytes.length) },
      body,
    });
    expect(response.status).toBe(413);
    expect((await readBody(response, 10)).toString()).toBe("big");
  });

  it("does not use a connection again on which it has stopped to write", async () => {
    let connections = 0;
    const isAnswered = Promise.withResolvers<void>();
    const server = net.createServer((socket) => {
      connections++;
      socket.on("error", () => {});
      socket.on("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", () =>
          setTimeout(isAnswered.resolve, 20),
        );
      });
      closing.push(() => socket.destroy());
    });
    const url = await listen(server);
    const wire = open();
    const put = { method: "PUT", headers: { "content-length": "1" }, url } as const;
    await (await wire.send({ ...put, body: () => isAnswered.promise })).body.discard();
    await (await wire.send({ method: "GET", url, isBulk: true })).body.discard();
    expect(connections).toBe(2);
  });

  it("does not blame the server for a slow source", async () => {
    const url = await listen(
      http.createServer(async (request, response) => {
        for await (const _ of request);
        response.writeHead(201).end();
      }),
    );
    const body = async (sink: Sink) => {
      await sink(Buffer.from("a"));
      await new Promise((resolve) => setTimeout(resolve, 150));
      await sink(Buffer.from("b"));
      await new Promise((resolve) => setTimeout(resolve, 150));
    };
    const wire = open({ connect: 1_000, headers: 50, body: 1_000 });
    const response = await wire.send({ method: "PUT", url, headers: { "content-length": "2" }, body });
    expect(response.status).toBe(201);
  });

  it.each([
    ["takes no more bytes", true, 32 * 1024 * 1024],
    ["has them all and does not answer", false, 2],
  ])("blames a server that %s", async (_, pauseOnConnect, size) => {
    const url = await listen(
      net.createServer({ pauseOnConnect }, (socket) => {
        socket.on("error", () => {}).on("data", () => {});
        if (pauseOnConnect) socket.pause();
        closing.push(() => socket.destroy());
      }),
    );
    const body = async (sink: Sink) => await sink(Buffer.alloc(size));
    const headers = { "content-length": String(size) };
    const sending = open({ connect: 1_000, headers: 50, body: 1_000 }).send({
      method: "PUT",
      url,
      headers,
      body,
    });
    await expect(sending).rejects.toMatchObject({ code: "TIMEOUT" });
  });
});
