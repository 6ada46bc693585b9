import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { Probot } from "probot";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createWebhookReceiver, WEBHOOK_PATH } from "../../src/server/webhook-receiver.ts";
import { rsaPem } from "../environment/keys.ts";
import { deliveryHeaders, recordLog, SECRET } from "./rig.ts";

const body = Buffer.from('{"action":"created"}');

async function receive(handler: () => Promise<void>, more: Record<string, string> = {}) {
  const probot = new Probot({ appId: 7, privateKey: rsaPem, secret: SECRET, log: recordLog().log });
  const receiver = await createWebhookReceiver((app) => app.onAny(handler), probot);
  const headers = { ...deliveryHeaders(body), ...more };
  return () =>
    receiver(
      Object.assign(new IncomingMessage(new Socket()), { method: "POST", url: WEBHOOK_PATH, headers }),
      body,
    );
}

describe("a webhook receiver", () => {
  it.each([
    ["taken", async () => {}, {}],
    ["failed", () => Promise.reject(new Error("down")), {}],
    ["malformed", async () => {}, { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
  ])("says %s", async (received, handler, headers) => {
    expect(await (await receive(handler, headers))()).toBe(received);
  });

  it("says late where Probot, after 9 s, would acknowledge what is not done", async () => {
    const deliver = await receive(() => new Promise(() => {}));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const received = deliver();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await received).toBe("late");
  });
});
