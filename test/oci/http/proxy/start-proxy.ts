import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";

/** What a {@link TestProxy} does. */
export interface TestProxyOptions {
  /** `user:password`, without which nobody passes. */
  readonly login?: string;
  /** What leads where, by `host:port`: to the port of something on this machine. Nothing else is there. */
  readonly routes?: Readonly<Record<string, string | number>>;
  /** Answers every CONNECT so. */
  readonly status?: number;
  /** Speaks TLS itself. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** An HTTP proxy on this machine that looks names up as it is told to. */
export interface TestProxy extends AsyncDisposable {
  readonly url: URL;
  /** The `host:port` of every CONNECT so far, granted or not. */
  readonly tunnels: readonly string[];
  /** The addresses of all requests over plain HTTP so far. */
  readonly forwarded: readonly string[];
  /** What the last of either showed. */
  readonly lastProof: string | undefined;
  /** Breaks every connection. */
  cut(): void;
}

/** Starts a proxy on a free port. */
export async function startProxy(options: TestProxyOptions = {}): Promise<TestProxy> {
  const { login, routes = {}, status, tls } = options;
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString("base64")}`;
  const tunnels: string[] = [];
  const forwarded: string[] = [];
  const sockets = new Set<net.Socket>();
  let lastProof: string | undefined;
  const portOf = (target: string) => Number(String(routes[target] ?? "").replace(/^.*:(\d+)\/?$/, "$1"));
  const server = tls ? https.createServer(tls) : http.createServer();

  const isRefused = (request: http.IncomingMessage) => {
    lastProof = request.headers["proxy-authorization"];
    return lastProof !== wanted;
  };
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
  });
  server.on("connect", (request: http.IncomingMessage, socket: net.Socket) => {
    const target = request.url ?? "";
    tunnels.push(target);
    const end = (code: number) => socket.end(`HTTP/1.1 ${code} No\r\nproxy-authenticate: Basic\r\n\r\n`);
    if (isRefused(request)) return void end(407);
    if (status !== undefined) return void end(status);
    if (!portOf(target)) return void end(502);
    const upstream = net.connect(portOf(target), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\nx-proxy: yes\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    sockets.add(upstream);
    socket.on("error", () => {}).on("close", () => upstream.destroy());
    upstream.on("error", () => {}).on("close", () => socket.destroy());
  });
  server.on("request", (request: http.IncomingMessage, response: http.ServerResponse) => {
    forwarded.push(request.url ?? "");
    if (isRefused(request)) return void response.writeHead(407).end("who are you?");
    const url = URL.parse(request.url ?? "");
    const port = portOf(`${url?.hostname}:${url?.port || 80}`);
    if (!url || !port) return void response.writeHead(502).end();
    const { "proxy-authorization": _, ...headers } = request.headers;
    const { method } = request;
    const path = url.pathname + url.search;
    const onward = http.request({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: new URL(`${tls ? "https" : "http"}://127.0.0.1:${port}`),
    tunnels,
    forwarded,
    get lastProof() {
      return lastProof;
    },
    cut,
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
