import { randomBytes } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readBody } from "../../../../src/oci/http/body.ts";
import { createAgent, exchangeOver, type HttpRequest } from "../../../../src/oci/http/exchange.ts";
import { AddressGuard } from "../../../../src/oci/http/guard/address-guard.ts";
import type { Network } from "../../../../src/oci/http/network.ts";
import { parseProxies } from "../../../../src/oci/http/proxy/proxy.ts";
import { Wire } from "../../../../src/oci/http/wire/wire.ts";
import { makeCertificate } from "../../../sandbox/make-certificate.ts";
import { onPath } from "../../../sandbox/on-path.ts";
import { startProxy, type TestProxy } from "./start-proxy.ts";
import { trust } from "./trust.ts";

const HOST = "registry.example";
const BYTES = randomBytes(300_000);
/** More than all that is between two ends can hold. */
const ENDLESS = Buffer.alloc(32_000_000);
const closing: (() => unknown)[] = [];
let certificate: { key: string; cert: string };
/** What the registry was asked, on either port. */
const asked: http.IncomingMessage[] = [];
let ports: Record<"http:" | "https:", number>;

beforeAll(async () => {
  if (!onPath("openssl")) return;
  certificate = await makeCertificate([HOST]);
  const trusted = trust(certificate.cert);
  closing.push(() => trusted[Symbol.dispose]());
  const answer: http.RequestListener = async (request, response) => {
    asked.push(request);
    let received = 0;
    for await (const chunk of request) received += (chunk as Buffer).length;
    const body = request.url?.endsWith("endless") ? ENDLESS : BYTES;
    response.writeHead(200, { "x-received": String(received) }).end(request.method === "HEAD" ? "" : body);
  };
  const servers = [http.createServer(answer), https.createServer(certificate, answer)];
  const [plain, secure] = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      closing.push(
        () => server.closeAllConnections(),
        () => server.close(),
      );
      return (server.address() as AddressInfo).port;
    }),
  );
  ports = { "http:": plain ?? 0, "https:": secure ?? 0 };
});

afterAll(() => {
  for (const close of closing) close();
});

/** Sends over connections of its own, which end with it. */
function open(network: Network) {
  const timeouts = { connect: 1_000, headers: 1_000, body: 1_000 };
  const agent = createAgent(1, timeouts, network);
  const wire = new Wire(timeouts, network);
  const send = exchangeOver(agent, wire);
  return {
    send,
    ask: async (request: Partial<HttpRequest> & Pick<HttpRequest, "url">) => {
      const response = await send({ method: "GET", ...request });
      return { ...response, bytes: await readBody(response, 1_000_000) };
    },
    [Symbol.asyncDispose]: async () => {
      wire.close();
      await agent.destroy();
    },
  };
}

function through({ url }: Pick<TestProxy, "url">, login = ""): Network {
  const address = login === "" ? url.href : url.href.replace("//", `//${login}@`);
  return { proxyFor: parseProxies({ http: address, https: address }) };
}

const routes = () => ({ [`${HOST}:443`]: ports["https:"], [`${HOST}:80`]: ports["http:"] });

describe.skipIf(!onPath("openssl")).each([
  ["what is small", false],
  ["what is large", true],
])("through a proxy, %s (needs openssl)", (_, isBulk) => {
  const tunneled = new URL(`https://${HOST}/v2/a?b=c`);
  const forwarded = new URL(`http://${HOST}/v2/a?b=c`);

  it("goes in one tunnel to HTTPS", async () => {
    await using proxy = await startProxy({ routes: routes() });
    await using client = open(through(proxy));
    for (const method of isBulk ? (["GET", "GET"] as const) : (["HEAD", "GET"] as const)) {
      const { status, bytes } = await client.ask({ method, url: tunneled, isBulk });
      expect([status, bytes.equals(method === "HEAD" ? Buffer.alloc(0) : BYTES)]).toEqual([200, true]);
    }
    expect([proxy.tunnels, proxy.forwarded]).toEqual([[`${HOST}:443`], []]);
    expect(asked.at(-1)).toMatchObject({ url: "/v2/a?b=c", headers: { host: HOST } });
  });

  it("goes to plain HTTP as it is, under its whole address", async () => {
    await using proxy = await startProxy({ routes: routes() });
    await using client = open(through(proxy));
    const { status, bytes } = await client.ask({ url: forwarded, isBulk });
    expect([status, bytes.equals(BYTES)]).toEqual([200, true]);
    expect([proxy.tunnels, proxy.forwarded]).toEqual([[], [forwarded.href]]);
    expect(asked.at(-1)).toMatchObject({ url: "/v2/a?b=c", headers: { host: HOST } });
  });

  it.each([tunneled, forwarded])("takes bodies to %s", async (url) => {
    await using proxy = await startProxy({ routes: routes() });
    await using client = open(through(proxy));
    const headers = { "content-length": String(BYTES.length) };
    const body = isBulk ? async (sink: (chunk: Buffer) => unknown) => void (await sink(BYTES)) : BYTES;
    const response = await client.ask({ method: "PUT", url, headers, body });
    expect(response.headers["x-received"]).toBe(String(BYTES.length));
  });

  it.each([tunneled, forwarded])(
    "shows its credentials to the proxy, and to nobody behind it: %s",
    async (url) => {
      await using proxy = await startProxy({ routes: routes(), login: "acme:s3cret" });
      await using client = open(through(proxy, "acme:s3cret"));
      const headers = { authorization: "Bearer of-the-registry" };
      expect((await client.ask({ url, headers, isBulk })).status).toBe(200);
      expect(proxy.lastProof).toBe(`Basic ${Buffer.from("acme:s3cret").toString("base64")}`);
      expect(asked.at(-1)?.headers).toMatchObject(headers);
      expect(asked.at(-1)?.headers).not.toHaveProperty("proxy-authorization");
    },
  );

  it("speaks TLS to a proxy that wants it", async () => {
    await using proxy = await startProxy({ routes: routes(), tls: certificate });
    await using client = open(through(proxy));
    for (const url of [tunneled, forwarded]) {
      const { status, bytes } = await client.ask({ url, isBulk });
      expect([status, bytes.equals(BYTES)]).toEqual([200, true]);
    }
    expect([proxy.tunnels.length, proxy.forwarded.length]).toEqual([1, 1]);
  });

  it("goes past it to this machine, and to what the operator excepts", async () => {
    await using proxy = await startProxy({ routes: routes() });
    const { proxyFor } = through(proxy);
    await using client = open({ proxyFor });
    expect((await client.ask({ url: new URL(`https://localhost:${ports["https:"]}/`), isBulk })).status).toBe(
      200,
    );
    expect((await client.ask({ url: new URL(`http://127.0.0.1:${ports["http:"]}/`), isBulk })).status).toBe(
      200,
    );
    expect([proxy.tunnels, proxy.forwarded]).toEqual([[], []]);
  });

  it.each([
    [undefined, "wants a user name and a password (407)"],
    ["acme:wr0ng", "does not accept the user name and password that it was shown (407)"],
  ])("is told that the proxy does not know %s", async (login, words) => {
    await using proxy = await startProxy({ routes: routes(), login: "acme:s3cret" });
    await using client = open(through(proxy, login));
    const error: unknown = await client
      .send({ method: "GET", url: tunneled, isBulk })
      .catch((reason) => reason);
    expect(error).toMatchObject({ code: "PROXY", status: 407 });
    const message = `GET ${tunneled}: no way through the proxy: the proxy ${proxy.url.origin} ${words}`;
    expect((error as Error).message).toBe(message.replace("b=c", "b=…"));
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/wr0ng|YWNtZ/);
  });

  it.each([
    [403, `does not let us through to ${HOST} (403)`],
    [502, `could not reach ${HOST} (502)`],
    [503, `could not reach ${HOST} (503)`],
  ])("is told that the proxy answered %i", async (status, words) => {
    await using proxy = await startProxy({ status });
    await using client = open(through(proxy));
    const sending = client.send({ method: "GET", url: tunneled, isBulk });
    await expect(sending).rejects.toMatchObject({
      code: "PROXY",
      status,
      message: expect.stringContaining(words),
    });
  });

  it.each([tunneled, forwarded])("is told that the proxy is down: %s", async (url) => {
    const proxy = await startProxy();
    await proxy[Symbol.asyncDispose]();
    await using client = open(through(proxy, "acme:s3cret"));
    const error: unknown = await client.send({ method: "GET", url, isBulk }).catch((reason) => reason);
    const words = `the proxy ${proxy.url.origin} cannot be reached: connect ECONNREFUSED`;
    expect(error).toMatchObject({ code: "PROXY", message: expect.stringContaining(words) });
    expect((error as Error).message).not.toContain("s3cret");
  });

  it.each<[string, (socket: net.Socket) => void, words: RegExp]>([
    ["is silent", () => {}, /does not answer$/],
    ["hangs up", (socket) => socket.destroy(), /hung up$|ECONNRESET$/],
    ["is none", (socket) => void socket.write("220 mail.example ESMTP\r\n\r\n"), /is none, or no HTTP proxy/],
    ["talks without end", (socket) => void socket.write("x".repeat(100_000)), /is none, or no HTTP proxy/],
  ])("is told that the proxy %s", async (_name, act, words) => {
    const sockets: net.Socket[] = [];
    const server = net.createServer((socket) => {
      sockets.push(socket.on("error", () => {}));
      socket.once("data", () => act(socket));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await using client = open(through({ url }));
    const sending = client.send({ method: "GET", url: tunneled, isBulk });
    await expect(sending).rejects.toMatchObject({ code: "PROXY", message: expect.stringMatching(words) });
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it("breaks off when the tunnel does", async () => {
    await using proxy = await startProxy({ routes: routes() });
    await using client = open(through(proxy));
    const url = new URL("/endless", tunneled);
    const response = await client.send({ method: "GET", url, isBulk });
    const reading = response.body.flow(async () => proxy.cut());
    await expect(reading).rejects.toMatchObject({ code: "INTERRUPTED" });
  });

  it("does not trust whom the tunnel leads to", async () => {
    const stranger = await makeCertificate(["other.example"]);
    await using proxy = await startProxy({ routes: { "other.example:443": ports["https:"] } });
    await using client = open(through(proxy));
    const sending = client.send({ method: "GET", url: new URL("https://other.example/"), isBulk });
    await expect(sending).rejects.toMatchObject({ code: "TLS" });
    expect(stranger.cert).not.toBe(certificate.cert);
  });

  it("can be stopped on its way", async () => {
    await using client = open(through({ url: new URL("http://192.0.2.1:9") }));
    const stop = new AbortController();
    const sending = client.send({ method: "GET", url: tunneled, isBulk, signal: stop.signal });
    const reason = new Error("stopped");
    stop.abort(reason);
    await expect(sending).rejects.toBe(reason);
  });

  it.each([
    ["https://10.0.0.1/", /private address/],
    ["https://169.254.169.254/", /metadata/],
    ["https://localhost:8443/", /loopback/],
    [`http://${HOST}/`, /plain HTTP/],
  ])("is not asked for %s where addresses are guarded", async (url, words) => {
    await using proxy = await startProxy({ routes: routes() });
    const resolve = () => expect.fail("the proxy looks names up");
    const guard = new AddressGuard({ allowed: [], resolve });
    await using client = open({ ...through(proxy), guard });
    const sending = client.send({ method: "GET", url: new URL(url), isBulk });
    await expect(sending).rejects.toMatchObject({
      code: "FORBIDDEN_ADDRESS",
      message: expect.stringMatching(words),
    });
    expect([proxy.tunnels, proxy.forwarded]).toEqual([[], []]);
    expect((await client.ask({ url: tunneled, isBulk })).status).toBe(200);
  });
});
