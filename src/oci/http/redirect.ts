import { RegistryError } from "../error.ts";
import { header } from "./body.ts";
import type { HttpRequest, HttpResponse, Send } from "./exchange.ts";
import { redactUrl } from "./redact.ts";

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Follows redirects of GET and HEAD by hand. Credentials stay with the origin they were given for: `Authorization` is
 * dropped as soon as the origin changes, and does not come back. Throws `REDIRECT` for a loop, a chain of more than five,
 * a missing or foreign-scheme `Location`, and a step from HTTPS down to HTTP.
 */
export function followRedirects(send: Send): Send {
  return async (request) => {
    let response = await send(request);
    if (!isRedirect(request, response)) return response;
    let current: HttpRequest = request;
    const seen = new Set([current.url.href]);
    while (isRedirect(current, response)) {
      await response.body.discard();
      current = { ...current, ...nextStep(current, response, seen) };
      seen.add(current.url.href);
      response = await send(current);
    }
    return response;
  };
}

function isRedirect(request: HttpRequest, response: HttpResponse): boolean {
  return REDIRECTS.has(response.status) && (request.method === "GET" || request.method === "HEAD");
}

function nextStep(
  { method, url, headers = {} }: HttpRequest,
  response: HttpResponse,
  seen: ReadonlySet<string>,
): Pick<HttpRequest, "url" | "headers"> {
  const refuse = (why: string) =>
    new RegistryError("REDIRECT", `${method} ${redactUrl(url)}: ${why}`, { method, url: redactUrl(url) });
  const location = header(response, "location");
  if (location === undefined) throw refuse(`${response.status} without a Location`);
  const next = URL.parse(location, url.href);
  if (!next || !/^https?:$/.test(next.protocol))
    throw refuse("redirected to something that is not an HTTP address");
  if (url.protocol === "https:" && next.protocol === "http:") {
    throw refuse(`redirected from HTTPS to plain HTTP (${redactUrl(next)})`);
  }
  next.username = "";
  next.password = "";
  next.hash = "";
  if (seen.has(next.href)) throw refuse("redirected in a circle");
  if (seen.size > MOST_REDIRECTS) throw refuse(`redirected more than ${MOST_REDIRECTS} times`);
  if (next.origin === url.origin) return { url: next, headers };
  const { authorization: _, ...rest } = headers;
  return { url: next, headers: rest };
}
