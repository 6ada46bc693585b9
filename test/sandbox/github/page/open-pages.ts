import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pageHandler } from "../../../../sandbox/github/page/page-handler.ts";
import { smallWorld } from "../repositories/small-world.ts";

/** A small world with its pages on a port. */
export async function openPages() {
  const small = await smallWorld();
  const handle = pageHandler(small.world);
  const server = createServer((request, response) => {
    void handle(request, response).then((isHandled) => isHandled || response.writeHead(501).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const read = async (path: string) => {
    const answer = await fetch(url + path);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const send = (
    path: string,
    form: Record<string, string>,
    headers: Record<string, string> = { origin: url },
  ) => fetch(url + path, { method: "POST", body: new URLSearchParams(form), headers, redirect: "manual" });
  return {
    small,
    read,
    send,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await small[Symbol.asyncDispose]();
    },
  };
}
