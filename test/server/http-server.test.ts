import { Agent, request } from "node:http";
import { describe, expect, it } from "vitest";
import { Health } from "../../src/observe/health.ts";
import { send } from "../../src/server/answer.ts";
import { startHttpServer } from "../../src/server/http-server.ts";
import { aboutRoute, healthRoutes } from "../../src/server/routes.ts";
import { recordLog, sendRaw, serve } from "./rig.ts";

describe("the server", () => {
  it("answers 500 in one line where a handler fails, and logs it", async () => {
    const { log, output } = recordLog();
    const server = await serve(() => Promise.reject(new Error("inner words")), log);
    const response = await fetch(server.url);
    expect([response.status, await response.text()]).toEqual([500, "Internal error.\n"]);
    expect(output()).toContain("inner words");
  });

  it("refuses heads that are too large", async () => {
    const server = await serve({});
    const answer = await sendRaw(
      server.port,
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(20_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 431 /);
  });

  it("says which variable is wrong where it cannot listen", async () => {
    const { log } = recordLog();
    const { port } = await serve({});
    const listen = (host: string) => startHttpServer({ host, port, log, handle: async () => {} });
    await expect(listen("127.0.0.1")).rejects.toThrow(`PORT: ${port} is in use on 127.0.0.1; `);
    await expect(listen("203.0.113.1")).rejects.toThrow(/^HOST: cannot listen on 203.0.113.1 \(.*\); set/);
  });

  it("lets requests end that are being answered, and takes no more", async () => {
    const { log } = recordLog();
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const server = await startHttpServer({
      host: "127.0.0.1",
      port: 0,
      log,
      handle: async (_, response) => {
        begun.resolve();
        await goOn.promise;
        send(response, { status: 200, body: "done" });
      },
    });
    const answer = fetch(server.url);
    await begun.promise;
    const stopped = server.stop();
    await expect(fetch(server.url)).rejects.toThrow();
    goOn.resolve();
    const response = await answer;
    // Or the connection would be kept until it has been idle for seconds, and the stop would wait for that.
    expect(response.headers.get("connection")).toBe("close");
    expect(await response.text()).toBe("done\n");
    await stopped;
  });

  it("cuts off what does not end in time", async () => {
    const begun = Promise.withResolvers<void>();
    const server = await serve(async () => begun.resolve());
    const answer = fetch(server.url);
    answer.catch(() => {});
    await begun.promise;
    await server.stop(0);
    await expect(answer).rejects.toThrow();
  });

  it("closes connections that are idle", async () => {
    const server = await serve(async (_, response) => send(response, { status: 200, body: "ok" }));
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve) =>
      request(server.url, { agent }, (response) => response.resume().on("end", resolve)).end(),
    );
    await server.stop(60_000);
    agent.destroy();
  });
});

describe("routes", () => {
  const health = new Health({ now: () => 0, validFor: 0 });
  let isDown = false;
  health.add("database", async () => {
    if (isDown) throw new Error("down");
  });
  const routes = { ...healthRoutes(health), ...aboutRoute("mirror 1.0") };

  it.each([
    ["GET", "/", 200, "mirror 1.0\n"],
    ["GET", "/healthz", 200, "ok\n"],
    ["GET", "/healthz/?a=b", 200, "ok\n"],
    ["HEAD", "/healthz", 200, ""],
    ["POST", "/healthz", 405, "Only GET.\n"],
    ["GET", "/metrics", 404, "Nothing is here.\n"],
    ["GET", "/__proto__", 404, "Nothing is here.\n"],
    ["GET", "//healthz", 404, "Nothing is here.\n"],
  ])("answer %s %s with %i", async (method, path, status, text) => {
    const server = await serve(routes);
    const response = await fetch(`${server.url}${path}`, { method });
    expect([response.status, await response.text()]).toEqual([status, text]);
  });

  it("do not take names of objects for paths", async () => {
    const server = await serve(routes);
    const answer = await sendRaw(server.port, "GET constructor HTTP/1.1\r\nhost: x\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
  });

  it("tell whether work can be done", async () => {
    const server = await serve(routes);
    const ready = async () => {
      const response = await fetch(`${server.url}/readyz`);
      return [response.status, await response.json()];
    };
    expect(await ready()).toEqual([503, { status: "starting", checks: {} }]);
    health.begin();
    expect(await ready()).toEqual([200, { status: "ready", checks: { database: "ok" } }]);
    isDown = true;
    expect(await ready()).toEqual([503, { status: "not ready", checks: { database: "failed" } }]);
    health.drain();
    expect(await ready()).toEqual([503, { status: "draining", checks: {} }]);
  });
});
