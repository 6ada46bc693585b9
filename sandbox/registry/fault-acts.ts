import { ABUSE_REFUSAL } from "./docker-hub-manners.ts";
import { cutStream, flipByte, takeBytes } from "./fault-streams.ts";
import type { FaultAct } from "./faults.ts";
import { chunksOf, emptyReply, jsonReply, type Reply, type ReplyHeaders, textReply } from "./reply.ts";

const FOREVER = Number.POSITIVE_INFINITY;
const CHUNK = new Uint8Array(64 * 1024).fill(0x20);

/** Answers with this status instead; an object as body is sent as JSON. The request's body is not read. */
export function status(code: number, reply: { headers?: ReplyHeaders; body?: unknown } = {}): FaultAct {
  const { headers = {}, body } = reply;
  const answer =
    body === undefined
      ? emptyReply(code, headers)
      : typeof body === "string"
        ? textReply(code, body, headers)
        : jsonReply(code, body, headers);
  return { name: `status ${code}`, run: async () => answer };
}

/** Docker Hub's refusal of who asks too often, whatever the request. */
export const abuseLimit: FaultAct = { name: "abuse limit", run: async () => ABUSE_REFUSAL };

/** Cuts the connection after so many bytes of the response's body; its headers promise all of it. */
export function cutAfter(bytes: number): FaultAct {
  return altering("cut after", (reply) => ({
    ...reply,
    body: takeBytes(chunksOf(reply.body), bytes),
    cut: true,
  }));
}

/** Cuts the connection without a word; the request has had no effect. */
export const cutBeforeResponse: FaultAct = {
  name: "cut before response",
  run: async (call) => {
    call.cut();
    return undefined;
  },
};

/** Does what was asked and cuts the connection instead of saying so: the request has had its effect. */
export const cutInsteadOfResponse: FaultAct = {
  name: "cut instead of response",
  run: async (call, proceed) => {
    await proceed(call);
    call.cut();
    return undefined;
  },
};

/** Cuts the connection after so many bytes of the request's body, which an upload has then received. */
export function cutRequestAfter(bytes: number): FaultAct {
  return {
    name: "cut request after",
    run: (call, proceed) => proceed({ ...call, body: cutStream(call.body, bytes, call.cut) }),
  };
}

/** Flips the bits of the body's first byte; length and headers stay. */
export const corrupt: FaultAct = altering("corrupt", (reply) => ({
  ...reply,
  body: flipByte(chunksOf(reply.body)),
}));

/** Sends only the first half of the body, and a Content-Length that says so: a clean, wrong response. */
export const truncate: FaultAct = altering("truncate", (reply) => {
  const half = Math.floor(Number(reply.headers["content-length"] ?? 0) / 2);
  const headers = { ...reply.headers, "content-length": String(half) };
  return { ...reply, headers, body: takeBytes(chunksOf(reply.body), half) };
});

/** Never answers. The connection stays open until the client gives up or the registry is closed. */
export const hang: FaultAct = { name: "hang", run: async () => undefined };

/** Redirects to another address with 307. */
export function redirectTo(url: string): FaultAct {
  return { name: "redirect", run: async () => emptyReply(307, { location: url }) };
}

/** Redirects to the very same address, every time unless `times` says otherwise. */
export const redirectLoop: FaultAct = {
  name: "redirect loop",
  times: FOREVER,
  run: async (call) => emptyReply(307, { location: call.url.href }),
};

/** A body of blanks without length and without end, after the honest headers. */
export const endlessBody: FaultAct = altering("endless body", (reply) => ({
  ...reply,
  headers: { ...reply.headers, "content-length": undefined },
  body: endless(),
}));

/** Half a mebibyte of headers before the honest answer. */
export const headerBomb: FaultAct = altering("header bomb", (reply) => {
  const bomb = Array.from({ length: 64 }, (_, index) => [`x-bomb-${index}`, "x".repeat(8 * 1024)]);
  return { ...reply, headers: { ...reply.headers, ...Object.fromEntries(bomb) } };
});

/** A well-formed `Docker-Content-Digest` that is not the content's. */
export const wrongDigestHeader: FaultAct = altering("wrong digest header", (reply) => ({
  ...reply,
  headers: { ...reply.headers, "docker-content-digest": `sha256:${"0".repeat(64)}` },
}));

/** Moves the `Location` of the answer to the origin of another address, path and query unchanged. */
export function locationOn(otherUrl: string): FaultAct {
  return {
    name: "location elsewhere",
    run: async (call, proceed) => {
      const reply = await proceed(call);
      const { pathname, search } = new URL(reply.headers["location"] ?? "", call.url);
      return {
        ...reply,
        headers: { ...reply.headers, location: `${new URL(otherUrl).origin}${pathname}${search}` },
      };
    },
  };
}

/**
 * Runs `callback` first, and answers honestly then: tags move and vanish between two requests of a client.
 */
export function before(callback: () => void | Promise<void>): FaultAct {
  return {
    name: "before",
    run: async (call, proceed) => {
      await callback();
      return proceed(call);
    },
  };
}

function altering(name: string, alter: (reply: Reply) => Reply): FaultAct {
  return { name, run: async (call, proceed) => alter(await proceed(call)) };
}

function* endless(): Generator<Uint8Array> {
  for (;;) yield CHUNK;
}
