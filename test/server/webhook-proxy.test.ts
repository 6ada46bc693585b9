import { createServer, type ServerResponse } from "node:http";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startWebhookProxy } from "../../src/server/webhook-proxy.ts";
import { recordLog, serve } from "./rig.ts";

/** A channel as smee.io has them: events of a server, one per webhook. */
async function startChannel() {
  const listeners: ServerResponse[] = [];
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("event: ready\ndata: {}\n\n");
    listeners.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { url: new URL(`http://127.0.0.1:${port}/channel`), listeners };
}

describe("a webhook proxy", () => {
  it("posts what the channel repeats, until it is ended", async () => {
    const { url, listeners } = await startChannel();
    const { log, output } = recordLog();
    const seen = Promise.withResolvers<unknown>();
    const target = await serve(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      seen.resolve([request.method, request.url, request.headers["x-github-event"], body]);
      response.end();
    });
    const stop = startWebhookProxy(url, `${target.url}/api/github/webhooks`, log);
    await vi.waitFor(() => expect(output()).toContain("Forwarding"));
    listeners[0]?.write(`data: ${JSON.stringify({ "x-github-event": "push", body: { a: 1 } })}\n\n`);
    expect(await seen.promise).toEqual(["POST", "/api/github/webhooks", "push", '{"a":1}']);
    const closed = new Promise((resolve) => listeners[0]?.on("close", resolve));
    await stop();
    await closed;
  });

  it("warns of a channel that is not there, and goes on", async () => {
    const { log, output } = recordLog();
    const stop = startWebhookProxy(new URL("http://127.0.0.1:9/"), "http://127.0.0.1:9/x", log);
    await vi.waitFor(() => expect(output()).toContain('"level":"warn"'));
    await stop();
  });
});
