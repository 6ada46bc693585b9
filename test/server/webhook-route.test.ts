import { connect } from "node:net";
import { Probot } from "probot";
import { describe, expect, it, vi } from "vitest";
import { ByteBudget } from "../../src/server/byte-budget.ts";
import { createWebhookReceiver, type Receive, WEBHOOK_PATH } from "../../src/server/webhook-receiver.ts";
import { createWebhookRoute, type WebhookRouteOptions } from "../../src/server/webhook-route.ts";
import { rsaPem } from "../environment/keys.ts";
import { DELIVERY, deliveryHeaders, recordLog, SECRET, sendRaw, serve } from "./rig.ts";

const BODY = JSON.stringify({ action: "created", marker: "PAYLOAD-MARK", installation: { id: 1 } });

type Register = (app: Probot) => void;

/** The route with the real Probot behind it. */
async function start(register: Register, options: Partial<WebhookRouteOptions> = {}) {
  const { log, output } = recordLog();
  const probot = new Probot({ appId: 7, privateKey: rsaPem, secret: SECRET, log });
  const receive = await createWebhookReceiver(register, probot);
  const route = createWebhookRoute({ secret: SECRET, log, receive: () => receive, now: () => 0, ...options });
  const server = await serve({ [WEBHOOK_PATH]: route }, log);
  const post = async (body: string | Buffer, headers: Record<string, string> = deliveryHeaders(body)) => {
    const response = await fetch(`${server.url}${WEBHOOK_PATH}`, {
      method: "POST",
      headers,
      body: body as string,
    });
    return [response.status, (await response.text()).trim()] as const;
  };
  return { server, post, output };
}

describe("a delivery", () => {
  it("reaches the handlers, and is acknowledged when they are done", async () => {
    const seen: unknown[] = [];
    let isStored = false;
    const { post, output } = await start((app) =>
      app.onAny(async ({ id, name, payload }) => {
        await new Promise(setImmediate);
        seen.push([id, name, payload]);
        isStored = true;
      }),
    );
    expect(await post(BODY)).toEqual([200, "ok"]);
    expect(isStored).toBe(true);
    expect(seen).toEqual([[DELIVERY, "push", JSON.parse(BODY)]]);
    expect(output()).toContain(DELIVERY);
    expect(output()).not.toContain("PAYLOAD-MARK");
  });

  it("is taken with any characters, and up to the limit", async () => {
    const text = JSON.stringify({ text: `\u00e4\u2603\ud83d\ude00${"x".repeat(25 * 1024 * 1024 - 100)}` });
    const handler = vi.fn();
    const { post } = await start((app) => app.onAny(handler));
    expect(await post(text)).toEqual([200, "ok"]);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it("is told of a failure, but not why; the log is, without the payload", async () => {
    const { post, output } = await start((app) =>
      app.onAny(() => Promise.reject(new Error("connect ECONNREFUSED db:5432"))),
    );
    const [status, text] = await post(BODY);
    expect([status, text]).toEqual([500, "The delivery could not be taken; deliver it again."]);
    expect(output()).toContain("ECONNREFUSED");
    expect(output()).not.toContain("PAYLOAD-MARK");
    for (const line of output().trim().split("\n")) expect(JSON.parse(line).delivery).toBe(DELIVERY);
  });

  it("is told when its handlers take too long, and never that they are still at it", async () => {
    const controller = new AbortController();
    const { post } = await start(
      (app) =>
        app.onAny(() => {
          controller.abort();
          return new Promise(() => {});
        }),
      { deadline: () => controller.signal },
    );
    expect(await post(BODY)).toEqual([503, "The delivery was not taken in time; deliver it again."]);
  });

  it.each([
    ["not JSON", "PAYLOAD-MARK is not JSON"],
    ["null", "null"],
    ["a number", "42"],
    ["nothing", " "],
  ])("with a right signature and %s is refused without a word of it", async (_, body) => {
    const handler = vi.fn();
    const { post, output } = await start((app) => app.onAny(handler));
    const [status, text] = await post(body);
    expect([400, 500]).toContain(status);
    expect(text.length).toBeLessThan(80);
    expect(handler).not.toHaveBeenCalled();
    expect(output()).not.toContain("PAYLOAD-MARK");
  });

  it.each([
    ["another secret", BODY, deliveryHeaders(BODY, "another secret, long enough")],
    ["another body", BODY.replace("created", "deleted"), deliveryHeaders(BODY)],
    ["another length of it", `${BODY} `, deliveryHeaders(BODY)],
  ])("signed with %s is refused before anyone looks into it", async (_, body, headers) => {
    const receive = vi.fn<Receive>();
    const { post, output } = await start(() => {}, { receive: () => receive });
    expect(await post(body, headers)).toEqual([401, "X-Hub-Signature-256 does not match the body."]);
    expect(receive).not.toHaveBeenCalled();
    expect(output()).not.toContain("PAYLOAD-MARK");
  });

  it("warns of refusals once a minute, however many there are", async () => {
    let now = 0;
    const { post, output } = await start(() => {}, { now: () => now });
    const warnings = () => output().match(/"level":"warn"/g)?.length ?? 0;
    for (let count = 0; count < 5; count += 1) await post(BODY, deliveryHeaders("x"));
    expect(warnings()).toBe(1);
    now = 60_000;
    await post(BODY, deliveryHeaders("x"));
    expect(warnings()).toBe(2);
  });

  it("is refused while nothing can be stored", async () => {
    const { post } = await start(() => {}, { receive: () => undefined });
    expect(await post(BODY)).toEqual([503, "Starting or stopping."]);
  });

  it("is refused where the bodies being read are too much, and their bytes come back", async () => {
    const budget = new ByteBudget(1000);
    const { post } = await start((app) => app.onAny(() => {}), { budget });
    const large = JSON.stringify({ text: "x".repeat(2000) });
    expect(await post(large)).toEqual([503, "Too many deliveries at once."]);
    expect(await post(BODY)).toEqual([200, "ok"]);
    expect((await post(BODY, deliveryHeaders("x")))[0]).toBe(401);
    expect(budget.take(1000)).toBe(true);
  });
});

describe("a delivery that is refused by its head", () => {
  const head = (lines: string) => `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\n${lines}\r\n\r\n`;

  it.each([
    [413, "content-length: 26214401\r\ncontent-type: application/json"],
    [411, "transfer-encoding: chunked\r\ncontent-type: application/json"],
    [411, "content-type: application/json"],
    [415, "content-length: 1000\r\ncontent-type: text/plain"],
    [401, "content-length: 1000\r\ncontent-type: application/json"],
  ])("is answered with %i, and the connection closed, without its body", async (status, lines) => {
    const { server } = await start(() => {});
    const answer = await sendRaw(server.port, head(lines));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer.toLowerCase()).toContain("connection: close");
  });

  it("costs no memory", async () => {
    const { post } = await start(() => {});
    const big = Buffer.alloc(26 * 1024 * 1024, "x");
    const [status] = await post(big, deliveryHeaders("{}"));
    expect(status).toBe(413);
  });
});

describe("a client that sends too slowly", () => {
  it("is told so, and its bytes come back", async () => {
    const controller = new AbortController();
    const taken = Promise.withResolvers<void>();
    const budget = new (class extends ByteBudget {
      override take(bytes: number) {
        taken.resolve();
        return super.take(bytes);
      }
    })(100);
    const { server } = await start(() => {}, { budget, deadline: () => controller.signal });
    const headers = Object.entries(deliveryHeaders(BODY)).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n${headers.join("")}\r\n`;
    const answer = sendRaw(server.port, `${head}{`);
    await taken.promise;
    controller.abort();
    expect(await answer).toMatch(/^HTTP\/1.1 503 /);
    await vi.waitFor(() => expect(budget.take(100)).toBe(true));
  });
});

describe("a client that goes away in the middle", () => {
  it("is no error of ours", async () => {
    const { server, output } = await start(() => {});
    const headers = Object.entries(deliveryHeaders(BODY)).map(([name, value]) => `${name}: ${value}`);
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, "127.0.0.1", () => {
        socket.write(
          `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n${headers.join("\r\n")}\r\n\r\n{`,
        );
        setImmediate(() => socket.destroy());
      });
      socket.on("close", () => resolve());
    });
    expect((await fetch(`${server.url}/`)).status).toBe(404);
    expect(output()).not.toContain('"level":"error"');
  });
});
