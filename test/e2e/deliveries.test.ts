import { createHmac, randomUUID } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openState } from "../../src/jobs/open-state.ts";
import { Stage, WEBHOOK_SECRET } from "./stage.ts";
import { type ServerProcess, startProcess } from "./start-process.ts";

/** In each body: it must not be found in what the server says. */
const MARK = "mark-of-the-payload";
const BODY = JSON.stringify({ ref: "refs/heads/main", note: MARK });
const OTHER_SECRET = "another-secret-0123456789";

const sign = (body: string, secret = WEBHOOK_SECRET) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

/** A request as it is written: the head without what all have, and the body. */
interface Case {
  readonly what: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
}

const length = (body: string) => ({ "Content-Length": String(Buffer.byteLength(body)) });
const guids: string[] = [];

const CASES: readonly Case[] = [
  { what: "unsigned", headers: length(BODY), body: BODY, status: 401 },
  {
    what: "signed with another secret",
    headers: { ...length(BODY), "X-Hub-Signature-256": sign(BODY, OTHER_SECRET) },
    body: BODY,
    status: 401,
  },
  {
    what: "signed with nonsense",
    headers: { ...length(BODY), "X-Hub-Signature-256": "sha256=nonsense" },
    body: BODY,
    status: 401,
  },
  {
    what: "signed, and no JSON",
    headers: { ...length(MARK), "X-Hub-Signature-256": sign(MARK) },
    body: MARK,
    status: 400,
  },
  {
    what: "without a length",
    headers: { "Transfer-Encoding": "chunked", "X-Hub-Signature-256": sign(BODY) },
    body: `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`,
    status: 411,
  },
  // Of a body that is too large, nothing is sent: it is refused all the same, so nothing was read.
  {
    what: "too large",
    headers: { "Content-Length": String(25 * 1024 * 1024 + 1), "X-Hub-Signature-256": sign("") },
    status: 413,
  },
  {
    what: "a form",
    headers: { ...length(BODY), "Content-Type": "text/plain", "X-Hub-Signature-256": sign(BODY) },
    body: BODY,
    status: 415,
  },
];

/** Sends a request as it is, and resolves to the first status that comes back. */
function send(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number> {
  const { hostname, port, host } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(`POST /api/github/webhooks HTTP/1.1\r\nHost: ${host}\r\n${lines.join("")}\r\n${body}`),
    );
    socket.setEncoding("latin1");
    socket.once("data", (answer: string) => {
      socket.destroy();
      resolve(Number(answer.split(" ")[1]));
    });
    socket.once("error", reject);
  });
}

describe("a delivery that is not GitHub's", () => {
  let stage: Stage;
  let server: ServerProcess;
  beforeAll(async () => {
    stage = await Stage.open();
    server = await stage.start();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it.each(CASES)("$what: $status", async ({ headers, body = "", status }) => {
    const guid = randomUUID();
    guids.push(guid);
    const common = {
      "Content-Type": "application/json",
      "X-GitHub-Event": "push",
      "X-GitHub-Delivery": guid,
    };
    expect(await send(server.url, { ...common, ...headers }, body)).toBe(status);
  });

  it("does not let a second process have the same data", async () => {
    const second = startProcess(stage.env);
    expect(await second.exit).toEqual({ code: 78, signal: null });
    expect(second.stderr).toMatch(/^ghcr-mirror: [^\n]+in use[^\n]*\n$/);
    expect(second.stderr).toContain(stage.dataDir);
    expect(server.isRunning).toBe(true);
  });

  // Last, for it ends the server: its database can be had by one process only.
  it("leaves nothing behind, neither in the database nor in the log", async () => {
    server.kill("SIGTERM");
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(server.output).toContain("a delivery was refused");
    for (const secret of [MARK, WEBHOOK_SECRET, OTHER_SECRET]) expect(server.output).not.toContain(secret);
    await using state = await openState({ dataDir: stage.dataDir }, { workerConcurrency: 1 });
    expect(guids).toHaveLength(CASES.length);
    expect(await state.deliveries.known(guids)).toEqual(new Set());
    expect(await state.runs.orphans()).toEqual([]);
  });
});
