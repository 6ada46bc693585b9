import type { IncomingMessage } from "node:http";
import { type Answer, refusal } from "./answer.ts";

/** The largest body in bytes. GitHub's limit is 25 MB (docs.github.com, "Webhook events and payloads"). */
export const LARGEST_DELIVERY = 25 * 1024 * 1024;

/** What the headers of a delivery say. */
export interface DeliveryHead {
  /** `X-GitHub-Delivery` */
  readonly id: string;
  /** `X-GitHub-Event` */
  readonly event: string;
  /** `X-Hub-Signature-256`: an HMAC-SHA256 of the body. */
  readonly signature: Buffer;
  /** `Content-Length` */
  readonly length: number;
}

/**
 * Looks at a delivery before its body is read: a length within the limit, JSON, the three headers of GitHub in their form.
 * Returns the refusal where something is amiss.
 *
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers
 */
export function checkDeliveryHead({
  method,
  headers,
}: Pick<IncomingMessage, "method" | "headers">):
  | { readonly head: DeliveryHead; readonly refused?: never }
  | { readonly head?: never; readonly refused: Answer } {
  const refuse = (status: number, body: string, more?: Record<string, string>) => ({
    refused: refusal(status, body, more),
  });
  if (method !== "POST") return refuse(405, "Webhooks are POSTed.", { allow: "POST" });
  const { "content-length": contentLength = "" } = headers;
  if (headers["transfer-encoding"] !== undefined || !/^\d{1,15}$/.test(contentLength)) {
    return refuse(411, "A Content-Length is required.");
  }
  const length = Number(contentLength);
  if (length > LARGEST_DELIVERY) return refuse(413, `The body is larger than ${LARGEST_DELIVERY} bytes.`);
  if (!/^\s*application\/json\s*(?:;|$)/i.test(headers["content-type"] ?? "")) {
    return refuse(415, "The content type must be application/json; the App's settings page has it.");
  }
  const { "x-github-event": event, "x-github-delivery": id, "x-hub-signature-256": signature } = headers;
  if (typeof signature !== "string" || !SIGNATURE.test(signature)) {
    return refuse(401, "X-Hub-Signature-256 is missing or malformed.");
  }
  if (typeof event !== "string" || !EVENT.test(event))
    return refuse(400, "X-GitHub-Event is missing or malformed.");
  if (typeof id !== "string" || !GUID.test(id))
    return refuse(400, "X-GitHub-Delivery is missing or malformed.");
  return { head: { id, event, length, signature: Buffer.from(signature.slice("sha256=".length), "hex") } };
}

const SIGNATURE = /^sha256=[\da-f]{64}$/i;
const EVENT = /^[a-z][a-z_]{0,63}$/;
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
