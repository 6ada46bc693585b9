import { time } from "../../github/report/render/markdown.ts";
import type { DeliveryOutcome, Webhook } from "../../github/settings.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";

/** Whether GitHub reaches the server: by what it is to send where, and by what became of the last deliveries. */
export async function checkWebhook({ instruments, signal }: Chart): Promise<readonly Diagnosis[]> {
  return judgeWebhook(await instruments.settings.webhook(signal));
}

/** Judges by the newest delivery first: older failures may be those of a server that has been mended. */
export function judgeWebhook({ url, contentType, verifiesTls, deliveries }: Webhook): readonly Diagnosis[] {
  if (!url) {
    return [
      {
        state: "bad",
        words: "The App has no webhook URL, so that it hears of nothing.",
        remedy: "Set it on the App's settings page to the server's address with `/api/github/webhooks`.",
      },
    ];
  }
  if (contentType !== undefined && contentType !== "json") {
    return [
      {
        state: "bad",
        words: `The webhook sends \`${contentType}\`, and the server takes JSON.`,
        remedy: "Choose `application/json` on the App's settings page.",
      },
    ];
  }
  const [newest] = deliveries;
  if (!newest) {
    return [
      {
        state: "unknown",
        words: "GitHub has delivered nothing in the last three days.",
        remedy: "Push something, or press Redeliver on the App's settings page, and look again.",
      },
    ];
  }
  const failed = deliveries.filter((delivery) => !isTaken(delivery));
  if (!isTaken(newest)) {
    return [
      {
        state: "bad",
        words: `The last delivery failed, as did ${failed.length - 1} of the ${deliveries.length - 1} before it: ${outcomeOf(newest)}.`,
        remedy: remedyFor(newest.statusCode),
      },
    ];
  }
  const [lastFailed] = failed;
  if (lastFailed) {
    return [
      {
        state: "warning",
        words: `${failed.length} of the last ${deliveries.length} deliveries failed, lately: ${outcomeOf(lastFailed)}. The newest was taken.`,
        remedy: "What was missed is asked for again by itself; nothing is to be done unless it goes on.",
      },
    ];
  }
  if (!verifiesTls) {
    return [
      {
        state: "warning",
        words: "Deliveries arrive, but GitHub does not look at the server's certificate.",
        remedy: "Enable SSL verification on the App's settings page.",
      },
    ];
  }
  return [
    {
      state: "good",
      words: `The last ${deliveries.length === 1 ? "delivery was" : `${deliveries.length} deliveries were`} taken.`,
    },
  ];
}

function isTaken({ statusCode }: DeliveryOutcome): boolean {
  return statusCode >= 200 && statusCode < 300;
}

function outcomeOf({ event, deliveredAt, statusCode, status }: DeliveryOutcome): string {
  const answer = statusCode === 0 ? "no answer" : `${statusCode}`;
  return `\`${event}\` at ${time(deliveredAt.getTime())}, ${answer} (${status})`;
}

function remedyFor(statusCode: number): string {
  if (statusCode === 0) return "Check that the server runs, and that GitHub can reach the webhook URL.";
  if (statusCode === 401)
    return "The App and the server have different secrets: give the App on its settings page what the server has as `WEBHOOK_SECRET`.";
  if (statusCode === 404)
    return "The URL leads elsewhere: it is the server's address with `/api/github/webhooks`.";
  return "Look at the server's log of that time.";
}
