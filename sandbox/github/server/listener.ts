import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { matchOperation } from "../contract/match-operation.ts";
import type { Faults } from "../faults.ts";
import type { Reply } from "../handler.ts";
import { keepRecent } from "../keep-recent.ts";
import { etagOf, isKnown } from "../limits/etag.ts";
import type { RecordedRequest } from "../recorded-request.ts";
import { answer, type Desk, type Question } from "./answer.ts";
import { rawView } from "./raw-view.ts";
import { readAll } from "./read-all.ts";

/** What stands around the answers. */
export interface Exchange {
  readonly desk: Desk;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
}

type OpenRecord = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/** Turns HTTP into questions and replies into HTTP; keeps a record of each. */
export function apiListener(exchange: Exchange): RequestListener {
  return (request, response) => {
    void handle(request, response, exchange).catch((error: unknown) => {
      exchange.desk.state.violations.push(`${request.method} ${request.url}: ${String(error)}`);
      if (response.headersSent || response.destroyed) return void response.destroy();
      send(response, { status: 500, body: { message: String(error), status: "500" } }, undefined);
    });
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> {
  const { desk, faults, requests } = exchange;
  const { world } = desk.state;
  const body = await readAll(request);
  if (body === undefined) return;
  const question: Question = {
    method: request.method ?? "GET",
    url: new URL(request.url ?? "/", world.url),
    authorization: request.headers.authorization,
    body,
  };
  const record = recordOf(question, world.now());
  keepRecent(requests, record);
  const proceed = () =>
    answer(question, desk, (actor) => {
      record.actor = actor;
    });
  const act = faults.take(record);
  const reply = await (act === undefined ? proceed() : act.run(proceed));
  if (reply === undefined) return void request.socket.destroy();
  if (response.destroyed) return;
  const ifNoneMatch = request.headers["if-none-match"];
  record.status = send(response, reply, ifNoneMatch);
  if (record.status === 304 && record.actor) desk.limits.refund(record.actor);
}

/** Writes a reply, and returns the status it went out with: 304 where the client has it already. */
function send(response: ServerResponse, reply: Reply, ifNoneMatch: string | undefined): number {
  response.setHeader("x-github-request-id", randomUUID().toUpperCase());
  response.setHeader("x-github-media-type", "github.v3; format=json");
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (reply.body === undefined) {
    response.writeHead(reply.status).end();
    return reply.status;
  }
  const raw = rawView(response.req.headers.accept, reply.body);
  const body = raw ?? Buffer.from(JSON.stringify(reply.body));
  if (response.req.method === "GET" && reply.status === 200) {
    const etag = etagOf(body);
    response.setHeader("etag", etag);
    if (isKnown(ifNoneMatch, etag)) {
      response.writeHead(304).end();
      return 304;
    }
  }
  const type = raw ? "application/vnd.github.raw+json" : "application/json";
  response.setHeader("content-type", `${type}; charset=utf-8`);
  response.setHeader("content-length", body.length);
  response.writeHead(reply.status).end(response.req.method === "HEAD" ? undefined : body);
  return reply.status;
}

function recordOf({ method, url, body }: Question, at: Date): OpenRecord {
  const match = matchOperation(method, url.pathname);
  const { owner, repo } = match?.params ?? {};
  return {
    method,
    path: `${url.pathname}${url.search}`,
    operation: match?.operation.id,
    repository: owner === undefined || repo === undefined ? undefined : `${owner}/${repo}`,
    body: parse(body),
    at,
    actor: undefined,
    status: 0,
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
