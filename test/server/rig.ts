import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { onTestFinished } from "vitest";
import { createLog, type Log } from "../../src/observe/log.ts";
import { type Handle, type HttpServer, startHttpServer } from "../../src/server/http-server.ts";
import { createRouter, type Routes } from "../../src/server/routes.ts";

/** What deliveries are signed with. */
export const SECRET = "0123456789abcdef0123";
/** `X-GitHub-Delivery` */
export const DELIVERY = "12345678-1234-1234-1234-123456789abc";

/** A log, and what it has said. */
export function recordLog(): { log: Log; output: () => string } {
  const written: string[] = [];
  const log = createLog({ level: "debug", destination: { write: (line) => written.push(line) } });
  return { log, output: () => written.join("") };
}

/** A server on a free port, stopped after the test. */
export async function serve(handle: Handle | Routes, log: Log = recordLog().log): Promise<HttpServer> {
  const server = await startHttpServer({
    host: "127.0.0.1",
    port: 0,
    log,
    handle: typeof handle === "function" ? handle : createRouter(handle),
  });
  onTestFinished(() => server.stop(0));
  return server;
}

/** The headers of a delivery that is GitHub's. */
export function deliveryHeaders(body: string | Buffer, secret: string = SECRET): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-github-event": "push",
    "x-github-delivery": DELIVERY,
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
}

/** Sends bytes as they are, and resolves with all that comes back until the connection is closed. */
export function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
    onTestFinished(() => void socket.destroy());
  });
}
