import type { IncomingMessage } from "node:http";
import { Refusal } from "../refusal.ts";

/** A file of 1 MiB, percent-encoded. */
const MAX_FORM = 3 * 1024 * 1024;

/** What somebody sent from one of our own pages. Throws 403 where another site made their browser send it, 413 above 3 MiB. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (!isFromOurPages(request)) throw new Refusal(403, "This form was not sent from a page of the sandbox.");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_FORM) throw new Refusal(413, "This is too large.");
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

/** Browsers name the page that a form is on, and scripts cannot change that. Who names none is refused, too. */
function isFromOurPages({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  return headers.origin === `http://${headers.host}`;
}

/** Text of a field, with the line ends that files have. */
export const field = (form: URLSearchParams, name: string) => (form.get(name) ?? "").replaceAll("\r\n", "\n");
