import { RegistryError, type RegistryErrorCode } from "../error.ts";
import { header, readBody } from "./body.ts";
import type { HttpResponse } from "./exchange.ts";
import { redactSecrets, redactUrl } from "./redact.ts";
import { retryAfter } from "./retry-after.ts";

const LONGEST_ERROR_BODY = 64 * 1024;
const LONGEST_WORDS = 400;

/**
 * Turns a refusal into an error with the registry's own code and words, and consumes the body. Understands the JSON of
 * the OCI distribution-spec ("Error Codes") and falls back on plain text.
 */
export async function responseError(method: string, response: HttpResponse, now: number): Promise<RegistryError> {
  const text = await readBody(response, LONGEST_ERROR_BODY).then(
    (bytes) => bytes.toString("utf8"),
    () => "",
  );
  const { registryCode, registryMessage } = registryWords(text);
  const { status } = response;
  const url = redactUrl(response.url);
  const code = codeFor(status, registryCode, registryMessage);
  const words = [registryCode, registryMessage].filter(Boolean).join(": ");
  const wait = code === "TOO_MANY_REQUESTS" || code === "UNAVAILABLE" ? askedWait(response, text, now) : undefined;
  return new RegistryError(code, `${method} ${url}: ${status}${words === "" ? "" : ` ${words}`}`, {
    method,
    url,
    status,
    ...(registryCode !== undefined && { registryCode }),
    ...(registryMessage !== undefined && { registryMessage }),
    ...(wait !== undefined && { retryAfter: wait }),
  });
}

function registryWords(text: string): { registryCode?: string; registryMessage?: string } {
  const first = firstError(text);
  if (!first) {
    const plain = tidy(text.startsWith("<") ? "" : text);
    return plain === "" ? {} : { registryMessage: plain };
  }
  const detail = typeof first.detail === "string" && first.detail !== first.message ? first.detail : "";
  const message = tidy([first.message, detail].filter((part) => typeof part === "string" && part !== "").join(": "));
  return {
    ...(typeof first.code === "string" && { registryCode: tidy(first.code) }),
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
  } catch {
    // Not JSON: the text speaks for itself.
  }
  return undefined;
}

/** The words of a registry come from outside: one line, no control characters, no secrets, not too long. */
function tidy(words: string): string {
  const line = redactSecrets(words)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  return line.length > LONGEST_WORDS ? `${line.slice(0, LONGEST_WORDS)}…` : line;
}

function codeFor(status: number, registryCode = "", message = ""): RegistryErrorCode {
  if (status === 507 || /no space left|disk quota|quota exceeded/i.test(message)) return "NO_SPACE";
  if (registryCode === "TOOMANYREQUESTS" || /secondary rate limit/i.test(message)) return "TOO_MANY_REQUESTS";
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
    case 408:
      return "TIMEOUT";
    case 413:
      return "TOO_LARGE";
    case 429:
      return "TOO_MANY_REQUESTS";
    default:
      return status >= 500 ? "UNAVAILABLE" : "REJECTED";
  }
}

/**
 * Docker Hub names no time when the pull limit is reached, only the window in which the pulls were counted
 * (`ratelimit-remaining: 0;w=21600`): the wait may be as long as that.
 */
function askedWait(response: HttpResponse, text: string, now: number): number | undefined {
  const asked = retryAfter(response.headers, text, now);
  if (asked !== undefined) return asked;
  const window = /^0;w=(\d{1,6})$/.exec(header(response, "ratelimit-remaining") ?? "")?.[1];
  return window === undefined ? undefined : Number(window) * 1000;
}
