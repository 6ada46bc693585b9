import type { ServerResponse } from "node:http";
import { chunksOf, type Reply } from "./reply.ts";

/**
 * Writes a reply, waiting whenever the peer is slower than we are. Returns when the last byte was handed to
 * the system, or when the peer went away.
 */
export async function sendReply(response: ServerResponse, reply: Reply): Promise<void> {
  for (const [name, value] of Object.entries(reply.headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(reply.status);
  const bodiless = response.req.method === "HEAD" || reply.body === undefined;
  if (!bodiless && reply.body instanceof Uint8Array && !reply.cut) {
    response.end(reply.body);
    return;
  }
  if (!bodiless) await writeChunks(response, reply);
  if (reply.cut) await cutAfterFlush(response);
  else response.end();
}

async function writeChunks(response: ServerResponse, reply: Reply): Promise<void> {
  for await (const chunk of chunksOf(reply.body)) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await drained(response);
  }
}

/** Resolves when more may be written, or when nothing more can be. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.once("drain", done);
    response.once("close", done);
  });
}

/** What was written still arrives; then the connection is closed in the middle of the response. */
function cutAfterFlush(response: ServerResponse): Promise<void> {
  const { socket } = response;
  if (socket === null || socket.destroyed) return Promise.resolve();
  response.flushHeaders();
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
    socket.write("", () => socket.destroy());
  });
}
