import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { header, readBody } from "../../../src/oci/http/body.ts";
import { createAgent, exchangeOver } from "../../../src/oci/http/exchange.ts";
import { Wire } from "../../../src/oci/http/wire/wire.ts";
import { responseOf } from "../fake-send.ts";
import { serve } from "../serve.ts";

const TIMEOUTS = { connect: 1_000, headers: 1_000, body: 100 };

async function start(answer: (response: ServerResponse) => void, isBulk: boolean) {
  const server = await serve((_request, response) => {
    response.on("error", () => {});
    answer(response);
  });
  const agent = createAgent(1, TIMEOUTS);
  const wire = new Wire(TIMEOUTS);
  const send = exchangeOver(agent, wire);
  return {
    server,
    get: () => send({ method: "GET", url: new URL(server.url), isBulk }),
    async [Symbol.asyncDispose]() {
      wire.close();
      await agent.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Writes for as long as somebody reads. */
function writeEndlessly(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, " ");
  const write = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once("drain", write);
  };
  write();
}

describe.each([
  ["a small answer", false],
  ["a bulk answer", true],
])("readBody, of %s", (_, isBulk) => {
  it.each([
    ["nothing", ""],
    ["a little", "hello"],
    ["as much as is allowed", "x".repeat(200_000)],
  ])("reads %s", async (_name, text) => {
    await using it = await start((response) => void response.end(text), isBulk);
    expect((await readBody(await it.get(), 200_000)).toString()).toBe(text);
  });

  it("stops at its limit, and closes the connection", async () => {
    await using it = await start(writeEndlessly, isBulk);
    const reading = readBody(await it.get(), 1_000_000);
    await expect(reading).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: `${it.server.url}/: the answer is larger than 1000000 bytes`,
    });
    await expect.poll(() => it.server.connections.size).toBe(0);
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ["is cut", (response) => void response.write("hal", () => response.destroy()), "INTERRUPTED"],
    ["is silent", (response) => void response.write("hal"), "TIMEOUT"],
    [
      "is cut short of its length",
      (response) => void response.setHeader("content-length", 9).write("hal", () => response.destroy()),
      "INTERRUPTED",
    ],
    [
      "is cut on a connection that was to be closed",
      (response) => void response.setHeader("connection", "close").write("hal", () => response.socket?.end()),
      "INTERRUPTED",
    ],
  ])("fails where the body %s", async (_name, answer, code) => {
    await using it = await start(answer, isBulk);
    await expect(readBody(await it.get(), 1_000)).rejects.toMatchObject({ name: "RegistryError", code });
  });

  it("leaves the connection for the next request, as forgetting a short body does", async () => {
    await using it = await start((response) => void response.end("hello"), isBulk);
    await readBody(await it.get(), 1_000);
    const [first] = it.server.connections;
    await (await it.get()).body.discard();
    await readBody(await it.get(), 1_000);
    expect([...it.server.connections]).toEqual([first]);
  });

  it("lets an endless body be forgotten, or given up", async () => {
    await using it = await start(writeEndlessly, isBulk);
    await (await it.get()).body.discard();
    (await it.get()).body.abandon();
    await expect.poll(() => it.server.connections.size).toBe(0);
  });
});

describe("header", () => {
  it("is the first of several, or none", () => {
    const response = {
      ...responseOf({ status: 200 }, new URL("http://a")),
      headers: { a: "1", b: ["2", "3"] },
    };
    expect(["a", "b", "c"].map((name) => header(response, name))).toEqual(["1", "2", undefined]);
  });
});
