import { describe, expect, it } from "vitest";
import { judgeWebhook } from "../../../src/doctor/checks/webhook.ts";
import type { DeliveryOutcome, Webhook } from "../../../src/github/settings.ts";

const delivery = (statusCode: number, status: string): DeliveryOutcome => ({
  deliveredAt: new Date("2026-11-22T01:02:03Z"),
  event: "push",
  statusCode,
  status,
});
const taken = delivery(200, "OK");
const unreachable = delivery(0, "failed to connect to host");

function webhook(changes: Partial<Webhook>): Webhook {
  return {
    url: "https://mirror.example/api/github/webhooks",
    contentType: "json",
    verifiesTls: true,
    deliveries: [taken],
    ...changes,
  };
}

describe("judgeWebhook", () => {
  it.each<[string, Partial<Webhook>, string, RegExp, RegExp]>([
    ["all arrived", { deliveries: [taken, taken] }, "good", /^The last 2 deliveries were taken\.$/, /^$/],
    ["one arrived", {}, "good", /^The last delivery was taken\.$/, /^$/],
    ["there is no URL", { url: undefined }, "bad", /no webhook URL/, /\/api\/github\/webhooks/],
    ["the URL is empty", { url: "" }, "bad", /no webhook URL/, /\/api\/github\/webhooks/],
    ["it sends forms", { contentType: "form" }, "bad", /sends `form`/, /application\/json/],
    ["nothing was sent", { deliveries: [] }, "unknown", /nothing in the last three days/, /Redeliver/],
    [
      "the last one reached nobody",
      { deliveries: [unreachable, taken, unreachable] },
      "bad",
      /failed, as did 1 of the 2 before it: `push` at 2026-11-22T01:02:03Z, no answer \(failed to connect to host\)\.$/,
      /server runs/,
    ],
    [
      "the secrets differ",
      { deliveries: [delivery(401, "Unauthorized")] },
      "bad",
      /401 \(Unauthorized\)/,
      /`WEBHOOK_SECRET`/,
    ],
    [
      "it leads elsewhere",
      { deliveries: [delivery(404, "Not Found")] },
      "bad",
      /404/,
      /\/api\/github\/webhooks/,
    ],
    ["the server is in trouble", { deliveries: [delivery(503, "Busy")] }, "bad", /503/, /log/],
    [
      "some did not arrive",
      { deliveries: [taken, unreachable, taken] },
      "warning",
      /^1 of the last 3 deliveries failed, lately: `push`/,
      /by itself/,
    ],
    ["nobody looks at certificates", { verifiesTls: false }, "warning", /certificate/, /SSL/],
  ])("when %s", (_, changes, state, words, remedy) => {
    const [finding, ...others] = judgeWebhook(webhook(changes));
    expect(others).toEqual([]);
    expect(finding?.state).toBe(state);
    expect(finding?.words).toMatch(words);
    expect(finding?.remedy ?? "").toMatch(remedy);
  });
});
