import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Client } from "undici";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openRelay, type Relay } from "../../../bench/network/relay.ts";

const server = createServer(async (request, response) => {
  const body = await text(request);
  if (request.url === "/cut") request.socket.destroy();
  else response.end(`${request.headers.host} ${body.length}`);
});
beforeAll(() => once(server.listen(0, "127.0.0.1"), "listening"));
afterAll(() => void server.close());

let relay: Relay;
let client: Client;
beforeEach(async () => {
  relay = await openRelay((server.address() as AddressInfo).port, 0);
  client = new Client(`http://127.0.0.1:${relay.port}`);
});
afterEach(async () => {
  await client.destroy();
  relay[Symbol.dispose]();
});

describe("openRelay", () => {
  it("passes requests and bodies on as they are", async () => {
    const body = Buffer.alloc(10 * 2 ** 20, "x");
    const response = await client.request({ method: "PUT", path: "/", body });
    expect(await response.body.text()).toBe(`127.0.0.1:${relay.port} ${body.length}`);
  });

  it("ends the connection when the other end is cut", async () => {
    await expect(client.request({ method: "GET", path: "/cut" })).rejects.toThrow("other side closed");
  });

  it("cuts its connections when it is closed", async () => {
    await client.request({ method: "GET", path: "/" }).then(({ body }) => body.dump());
    relay[Symbol.dispose]();
    await expect(client.request({ method: "GET", path: "/" })).rejects.toThrow();
  });
});
