import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { splitScopes } from "./auth/scope.ts";
import type { Call } from "./call.ts";
import type { Faults } from "./faults.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { jsonReply, type Reply } from "./reply.ts";
import { type ListenerRole, parseRoute, type Route } from "./route.ts";
import { sendReply } from "./send-reply.ts";

/** What is done with requests: misbehave, or answer. */
export interface Desk {
  readonly faults: Faults;
  /** Keeps a request. It is filled in as the answer goes out. */
  record(request: RecordedRequest): void;
  answer(call: Call): Promise<Reply>;
}

type OpenRecord = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/** Which listener, and where those who come through it are: at the address of their connection, unless `address` names another. */
export interface Door {
  readonly role: ListenerRole;
  readonly origin: string;
  readonly address?: string;
}

/** Turns each HTTP exchange of a listener into a recorded call, and the reply into an HTTP response. */
export function requestListener({ role, origin, address }: Door, desk: Desk): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? "/", origin);
    const route = parseRoute(role, url);
    const record = openRecord(request, route, url, address ?? request.socket.remoteAddress ?? "");
    desk.record(record);
    const call: Call = {
      method: record.method,
      url,
      route,
      headers: request.headers,
      address: record.address,
      body: countBytes(request, record),
      cut: () => request.socket.destroy(),
    };
    void exchange(call, response, record, desk);
  };
}

async function exchange(call: Call, response: ServerResponse, record: OpenRecord, desk: Desk): Promise<void> {
  try {
    const act = desk.faults.take(call);
    const reply = await (act === undefined ? desk.answer(call) : act.run(call, desk.answer));
    if (reply === undefined || isGone(response)) return;
    record.status = reply.status;
    await sendReply(response, reply);
  } catch (error) {
    // A peer that broke off wants no answer; anything else is a bug of this double, and says so to the test.
    if (isGone(response) || response.headersSent) return void response.destroy();
    record.status = 500;
    await sendReply(response, jsonReply(500, { errors: [{ code: "UNKNOWN", message: String(error) }] }));
  }
}

/** Whether nobody is there any more; the response itself learns of a destroyed socket only later. */
function isGone({ destroyed, socket }: ServerResponse): boolean {
  return destroyed || socket === null || socket.destroyed;
}

function openRecord(request: IncomingMessage, route: Route, url: URL, address: string): OpenRecord {
  const { kind, repository, reference } = route;
  return {
    method: request.method ?? "GET",
    path: request.url ?? "/",
    kind,
    repository,
    reference,
    status: 0,
    address,
    authorization: request.headers.authorization,
    headers: request.headers,
    bytesIn: 0,
    scopes: kind === "token" ? splitScopes(url.searchParams.getAll("scope")) : [],
  };
}

async function* countBytes(request: IncomingMessage, record: OpenRecord): AsyncGenerator<Uint8Array> {
  for await (const chunk of request) {
    record.bytesIn += chunk.length;
    yield chunk;
  }
}
