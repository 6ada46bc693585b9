import { RegistryError, type RegistryErrorCode } from "../error.ts";
import { header, readBody } from "./body.ts";
import type { HttpResponse } from "./exchange.ts";
import { redactUrl } from "./redact.ts";
import { retryAfter } from "./retry-after.ts";
import { tidyWords } from "./tidy-words.ts";

/**
 * Docker Hub's words for a pull limit that is reached. Its other limit, against abuse, says no more than `Too Many Requests`. Docker
 * docs, "Docker Hub pull usage and limits".
 */
const PULL_LIMIT = /pull rate limit/i;

/** GitHub's words for too many requests at a time. */
const SECONDARY_LIMIT = /secondary rate limit/i;

const LONGEST_ERROR_BODY = 64 * 1024;

/**
 * Turns a refusal into an error with the registry's own code and words, and consumes the body. Understands the JSON of
 * the OCI distribution-spec ("Error Codes") and falls back on plain text.
 */
export async function responseError(
  method: string,
  response: HttpResponse,
  now: number,
): Promise<RegistryError> {
  const text = await readBody(response, LONGEST_ERROR_BODY).then(
    (bytes) => bytes.toString("utf8"),
    () => "",
  );
  const { registryCode, registryMessage } = registryWords(text);
  const { status } = response;
  const url = redactUrl(response.url);
  const code = codeFor(status, registryCode, registryMessage);
  const words = [registryCode, registryMessage].filter(Boolean).join(": ");
  const wait =
    code === "TOO_MANY_REQUESTS" || code === "UNAVAILABLE" ? askedWait(response, text, now) : undefined;
  return new RegistryError(code, `${method} ${url}: ${status}${words === "" ? "" : ` ${words}`}`, {
    method,
    url,
    status,
    registryCode,
    registryMessage,
    retryAfter: wait,
    ...(isPullRefusal(status, registryMessage, response) && { isPullRefusal: true }),
  });
}

function registryWords(text: string): { registryCode?: string; registryMessage?: string } {
  const first = firstError(text);
  if (!first) {
    const plain = tidyWords(text.startsWith("<") ? "" : text);
    return plain === "" ? {} : { registryMessage: plain };
  }
  const detail = typeof first.detail === "string" && first.detail !== first.message ? first.detail : "";
  const message = tidyWords(
    [first.message, detail].filter((part) => typeof part === "string" && part !== "").join(": "),
  );
  return {
    ...(typeof first.code === "string" && { registryCode: tidyWords(first.code) }),
    ...(message !== "" && { registryMessage: message }),
  };
}

function firstError(text: string): { code?: unknown; message?: unknown; detail?: unknown } | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null) return undefined;
    if ("errors" in body && Array.isArray(body.errors)) return body.errors[0] ?? undefined;
    if ("details" in body) return { message: body.details };
    if ("message" in body) return { message: body.message };
    // A token service by OAuth2. RFC 6749, 5.2.
    if ("error_description" in body) return { message: body.error_description };
    if ("error" in body) return { message: body.error };
  } catch {
    // Not JSON: the text speaks for itself.
  }
  return undefined;
}

function codeFor(status: number, registryCode = "", message = ""): RegistryErrorCode {
  // Before the words: Google says "Quota exceeded" of requests.
  if (status === 429 || registryCode === "TOOMANYREQUESTS" || SECONDARY_LIMIT.test(message))
    return "TOO_MANY_REQUESTS";
  if (status === 507 || /no space left|disk quota|quota exceeded/i.test(message)) return "NO_SPACE";
  if (registryCode === "MANIFEST_BLOB_UNKNOWN") return "BLOB_UNKNOWN";
  if (registryCode === "DIGEST_INVALID") return "DIGEST_MISMATCH";
  if (registryCode === "SIZE_INVALID") return "SIZE_MISMATCH";
  switch (status) {
    case 401:
      return "UNAUTHORIZED";
    case 403:
      return "DENIED";
    case 404:
      return "NOT_FOUND";
    case 407:
      return "PROXY";
    case 408:
      return "TIMEOUT";
    case 413:
      return "TOO_LARGE";
    case 501:
      return "REJECTED";
    default:
      if (status >= 300 && status < 400) return "REDIRECT";
      return status >= 500 ? "UNAVAILABLE" : "REJECTED";
  }
}

/** By the words, or where there are none by the count, unless a time to come back is named: that is another limit. */
function isPullRefusal(status: number, message: string | undefined, response: HttpResponse): boolean {
  if (status !== 429) return false;
  if (message !== undefined && PULL_LIMIT.test(message)) return true;
  return windowOfSpent(response) !== undefined && header(response, "retry-after") === undefined;
}

/**
 * Docker Hub names no time when the pull limit is reached, only the window in which the pulls were counted
 * (`ratelimit-remaining: 0;w=21600`): the wait may be as long as that. GitHub wants a minute at least where it names none:
 * GitHub docs, "Best practices for using the REST API", "Handle rate limit errors appropriately".
 */
function askedWait(response: HttpResponse, text: string, now: number): number | undefined {
  const asked = retryAfter(response.headers, text, now);
  if (asked !== undefined) return asked;
  if (SECONDARY_LIMIT.test(text)) return 60_000;
  return windowOfSpent(response);
}

/** Milliseconds of the window in which all pulls are spent. */
function windowOfSpent(response: HttpResponse): number | undefined {
  const window = /^0;w=(\d{1,6})$/.exec(header(response, "ratelimit-remaining") ?? "")?.[1];
  return window === undefined ? undefined : Number(window) * 1000;
}
