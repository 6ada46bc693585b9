import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { cutAfter, status } from "../../../sandbox/registry/fault-acts.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import { openBlob } from "../../../src/oci/registry/blobs.ts";
import { flyingClock } from "../clocks.ts";
import { openClient } from "../open-client.ts";
import { serve } from "../serve.ts";
import { readStream } from "./read-stream.ts";

const SIZE = 300_000;
const BYTES = Buffer.from(Array.from({ length: SIZE }, (_, index) => (index * 7) % 251));
const BLOB = { digest: digestOf(BYTES), size: SIZE };

const open: AsyncDisposable[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())));

type Answer = (request: IncomingMessage, response: ServerResponse, offset: number) => void;

/** Where a request wants to begin. */
function offsetOf(request: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
}

/** A server that answers the first GET with `answers[0]` and so on; the last answer stays. */
async function start(...answers: readonly Answer[]) {
  const ranges: (string | undefined)[] = [];
  const listener: RequestListener = (request, response) => {
    const answer = answers[Math.min(ranges.length, answers.length - 1)];
    ranges.push(request.headers.range);
    answer?.(request, response, offsetOf(request));
  };
  const server = await serve(listener);
  const clock = flyingClock();
  const client = openClient(server.url, { clock, timeouts: { body: 100 } });
  open.push(client, server);
  return { ranges, clock, open: () => openBlob(client.source("a"), BLOB) };
}

/** Sends from the offset on, and breaks off at `end`. */
function until(
  end: number,
  breakOff: (response: ServerResponse) => void = (response) => response.destroy(),
): Answer {
  return (_request, response, offset) => {
    sendPart(response, offset, BYTES.subarray(offset, end), () => breakOff(response));
  };
}

function sendPart(response: ServerResponse, offset: number, part: Buffer, then: () => void): void {
  const range = `bytes ${offset}-${SIZE - 1}/${SIZE}`;
  response.writeHead(offset === 0 ? 200 : 206, {
    "content-length": SIZE - offset,
    ...(offset > 0 && { "content-range": range }),
  });
  if (part.length === 0) response.flushHeaders();
  response.write(part, then);
}

const whole: Answer = (_request, response, offset) =>
  sendPart(response, offset, BYTES.subarray(offset), () => response.end());

/** A registry that knows no ranges. */
const wholeAgain: Answer = (_request, response) =>
  void response.writeHead(200, { "content-length": SIZE }).end(BYTES);

describe("a stream that breaks", () => {
  it.each([0, 1, 65_536, 65_537, 200_000, SIZE - 1])("after %i bytes goes on from there", async (end) => {
    const { ranges, open } = await start(until(end), whole);
    expect((await readStream(await open())).equals(BYTES)).toBe(true);
    expect(ranges).toEqual([undefined, end === 0 ? undefined : `bytes=${end}-`]);
  });

  it.each([1, 65_537, SIZE - 1])(
    "after %i bytes skips them where the registry knows no ranges",
    async (end) => {
      const { ranges, open } = await start(until(end), wholeAgain);
      const stream = await open();
      expect((await readStream(stream)).equals(BYTES)).toBe(true);
      expect([stream.received, ranges.length]).toEqual([SIZE, 2]);
    },
  );

  it("again while it skips, forgets nothing", async () => {
    const cutAgain: Answer = (_request, response) => {
      response
        .writeHead(200, { "content-length": SIZE })
        .write(BYTES.subarray(0, 1_000), () => response.destroy());
    };
    const { ranges, open } = await start(until(200_000), cutAgain, wholeAgain);
    expect((await readStream(await open())).equals(BYTES)).toBe(true);
    expect(ranges.slice(1)).toEqual(["bytes=200000-", "bytes=200000-"]);
  });

  it("by silence goes on as well", async () => {
    const { open } = await start(
      until(1_000, () => {}),
      whole,
    );
    expect((await readStream(await open())).equals(BYTES)).toBe(true);
  });

  it("ten times goes on, and not eleven times", async () => {
    const steps = Array.from({ length: 10 }, (_, step) => until((step + 1) * 1_000));
    const ten = await start(...steps, whole);
    expect((await readStream(await ten.open())).equals(BYTES)).toBe(true);
    const eleven = await start(...steps, until(11_000), whole);
    const stream = await eleven.open();
    await expect(readStream(stream)).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(stream).toMatchObject({ received: 11_000, failure: { code: "INTERRUPTED" } });
    expect(eleven.ranges).toHaveLength(11);
  });

  it("after its last byte is complete", async () => {
    const unending: Answer = (_request, response) => {
      response.writeHead(200);
      response.write(BYTES, () => setImmediate(() => response.destroy()));
    };
    const { ranges, open } = await start(
      unending,
      (_request, response) => void response.writeHead(416).end(),
    );
    expect((await readStream(await open())).equals(BYTES)).toBe(true);
    expect(ranges).toHaveLength(1);
  });

  it.each([
    ["another offset", { "content-range": `bytes 999-${SIZE - 1}/${SIZE}` }],
    ["an offset that only begins alike", { "content-range": `bytes 10000-${SIZE - 1}/${SIZE}` }],
    ["no offset", {}],
  ])("and is given %s instead: MALFORMED", async (_, headers) => {
    const wrong: Answer = (_request, response) =>
      void response.writeHead(206, headers).end(BYTES.subarray(999));
    const { open } = await start(until(1_000), wrong);
    const stream = await open();
    await expect(readStream(stream)).rejects.toMatchObject({
      code: "MALFORMED",
      message: expect.stringContaining("asked for bytes from 1000"),
    });
    expect(stream.failure?.code).toBe("MALFORMED");
  });

  it("and goes on too long or too short: SIZE_MISMATCH", async () => {
    for (const rest of [BYTES, BYTES.subarray(0, 10)]) {
      const headers = { "content-range": `bytes 1000-${SIZE - 1}/${SIZE}` };
      const { open } = await start(
        until(1_000),
        (_request, response) => void response.writeHead(206, headers).end(rest),
      );
      await expect(readStream(await open())).rejects.toMatchObject({ code: "SIZE_MISMATCH" });
    }
  });

  it("waits as it is told before it goes on", async () => {
    const busy: Answer = (_request, response) => void response.writeHead(429, { "retry-after": "7" }).end();
    const { clock, open } = await start(until(1_000), busy, whole);
    expect((await readStream(await open())).equals(BYTES)).toBe(true);
    expect(clock.slept).toEqual([7_000]);
  });
});

it("asks the registry, not its storage, where a break is to be mended", async () => {
  const server = await startRegistry();
  const client = openClient(server.url);
  open.push(client, server);
  const blob = server.store.putBlob("a", BYTES);
  server.faults.add({ act: cutAfter(5) });
  server.faults.add({ act: status(503) });
  expect((await readStream(await openBlob(client.source("a"), blob))).equals(BYTES)).toBe(true);
  expect(server.requests.map(({ status, headers }) => [status, headers.range])).toEqual([
    [200, undefined],
    [503, "bytes=5-"],
    [206, "bytes=5-"],
  ]);
});
