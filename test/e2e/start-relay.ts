import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A request, as it is passed on. */
export interface Relayed {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** What stands between a GitHub stand-in and the App. */
export interface Relay extends AsyncDisposable {
  /** Of the API, and the webhooks at `/webhooks`; without a slash at the end. */
  readonly url: string;
  readonly requests: readonly Relayed[];
  /** Installation tokens that were issued through it. */
  readonly tokens: ReadonlySet<string>;
  /** Where the API is, and where webhooks go. */
  readonly targets: { api: string; webhooks: string };
}

const HOP_BY_HOP = [
  "connection",
  "content-length",
  "host",
  "keep-alive",
  "transfer-encoding",
  "content-encoding",
];

/**
 * Passes the API's requests on as they are, and remembers the installation tokens that come back; passes webhooks on with a
 * GUID as their id, everything else unchanged, the signed body above all.
 */
export async function startRelay(): Promise<Relay> {
  const targets = { api: "", webhooks: "" };
  const requests: Relayed[] = [];
  const tokens = new Set<string>();

  async function pass(request: IncomingMessage) {
    const { method = "GET", url: path = "/" } = request;
    const isWebhook = path === "/webhooks";
    const headers = headersOf(request, isWebhook ? { "x-github-delivery": randomUUID() } : {});
    const body = method === "GET" ? null : await buffer(request);
    const target = isWebhook ? targets.webhooks : `${targets.api}${path}`;
    const answer = await fetch(target, { method, headers, body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    requests.push({ method, path, status: answer.status });
    if (path.endsWith("/access_tokens") && answer.ok) tokens.add(JSON.parse(bytes.toString()).token);
    return { answer, bytes };
  }

  const server = createServer((request, response) => {
    pass(request).then(
      ({ answer, bytes }) => {
        const headers = [...answer.headers].filter(([name]) => !HOP_BY_HOP.includes(name));
        response.writeHead(answer.status, Object.fromEntries(headers)).end(bytes);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    tokens,
    targets,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function headersOf(request: IncomingMessage, more: Record<string, string>): Record<string, string> {
  const own = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
  return { ...Object.fromEntries(own.map(([name, value]) => [name, String(value)])), ...more };
}
