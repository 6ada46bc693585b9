import type { IncomingMessage } from "node:http";
import { type Answer, refusal } from "../answer.ts";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * The setup page decides who the App is, so that only a browser that was pointed at it may use it. Refused are host names
 * that are not this machine's (another site's name that resolves to us: DNS rebinding), and whatever another site's page
 * sends here, but for links: GitHub's way back to us is one.
 */
export function refuseStranger(
  { method, headers }: Pick<IncomingMessage, "method" | "headers">,
  listenHost: string,
): Answer | undefined {
  const { host = "", origin, "sec-fetch-site": site, "content-type": type = "" } = headers;
  const name = host.replace(/:\d{1,5}$/, "").toLowerCase();
  if (!LOOPBACK.test(host) && name !== listenHost.toLowerCase() && name !== `[${listenHost}]`) {
    return refusal(403, "The setup page answers to the names of this machine alone; open it on localhost.");
  }
  if (method === "GET" || method === "HEAD") return undefined;
  const isForeign = origin !== undefined && origin !== `http://${host}`;
  if (isForeign || (site !== undefined && site !== "same-origin")) {
    return refusal(403, "Another site sent this.");
  }
  // No form of another site can send it without asking first, also where a browser tells no origin.
  if (!/^application\/json\b/i.test(type)) return refusal(415, "The content type must be application/json.");
  return undefined;
}
