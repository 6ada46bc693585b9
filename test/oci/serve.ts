import { once } from "node:events";
import http, { type RequestListener } from "node:http";
import net, { type AddressInfo, type Socket } from "node:net";

/** A server of a test's own on 127.0.0.1. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  /** Connections that are open now. */
  readonly connections: ReadonlySet<Socket>;
}

/** An HTTP server that answers as the test wants. */
export function serve(listener: RequestListener): Promise<TestServer> {
  return listen(http.createServer(listener));
}

/** A server that says whatever it likes: `talk` gets each connection once the first bytes have come. */
export function serveBytes(
  talk: (socket: Socket, request: string, count: number) => void,
): Promise<TestServer> {
  let count = 0;
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => talk(socket, bytes.toString("latin1"), ++count));
  });
  return listen(server);
}

async function listen(server: net.Server): Promise<TestServer> {
  const connections = new Set<Socket>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    connections,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}
