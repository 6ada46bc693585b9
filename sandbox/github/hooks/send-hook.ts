import { type Dispatcher, request } from "undici";
import type { Delivery } from "./delivery.ts";

/** What came back from a webhook's receiver. */
export type HookAnswer = Pick<Delivery, "statusCode" | "status">;

/** Posts a webhook once. Never throws. Redirects are not followed. */
export async function sendHook(
  url: string,
  { headers, body }: Pick<Delivery, "headers" | "body">,
  { dispatcher, signal }: { readonly dispatcher: Dispatcher; readonly signal: AbortSignal },
): Promise<HookAnswer> {
  try {
    const answer = await request(url, { method: "POST", headers: { ...headers }, body, dispatcher, signal });
    await answer.body.dump();
    const { statusCode } = answer;
    const isAccepted = statusCode >= 200 && statusCode < 300;
    return { statusCode, status: isAccepted ? "OK" : `Invalid HTTP Response: ${statusCode}` };
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return { statusCode: 0, status: isLate ? "timed out" : "failed to connect to host" };
  }
}
