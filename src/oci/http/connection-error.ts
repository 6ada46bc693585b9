import { RegistryError, type RegistryErrorCode } from "../error.ts";
import { redactUrl } from "./redact.ts";

const BY_SYSTEM_CODE: ReadonlyMap<string, RegistryErrorCode> = new Map([
  ["ENOTFOUND", "UNREACHABLE"],
  ["EAI_AGAIN", "UNREACHABLE"],
  ["ECONNREFUSED", "UNREACHABLE"],
  ["EHOSTUNREACH", "UNREACHABLE"],
  ["ENETUNREACH", "UNREACHABLE"],
  ["UND_ERR_CONNECT_TIMEOUT", "TIMEOUT"],
  ["UND_ERR_HEADERS_TIMEOUT", "TIMEOUT"],
  ["UND_ERR_BODY_TIMEOUT", "TIMEOUT"],
  ["ETIMEDOUT", "TIMEOUT"],
  ["UND_ERR_HEADERS_OVERFLOW", "MALFORMED"],
]);

/** What a failure below HTTP means: {@link RegistryError} with the host, the system's words and its code. */
export function connectionError(cause: unknown, method: string, url: URL): RegistryError {
  if (cause instanceof RegistryError) return cause;
  const error = innermost(cause);
  const systemCode = "code" in error && typeof error.code === "string" ? error.code : "";
  const code = BY_SYSTEM_CODE.get(systemCode) ?? codeByShape(systemCode, error);
  const redacted = redactUrl(url);
  return new RegistryError(code, `${method} ${redacted}: ${wordsFor(code)}: ${error.message || systemCode}`, {
    method,
    url: redacted,
    cause,
  });
}

/** Several addresses tried, several failures: the first one speaks for all. */
function innermost(cause: unknown): Error {
  if (cause instanceof AggregateError && cause.errors.length > 0) return innermost(cause.errors[0]);
  if (!(cause instanceof Error)) return new Error(String(cause));
  return cause.cause instanceof Error && !("code" in cause) ? innermost(cause.cause) : cause;
}

function codeByShape(systemCode: string, error: Error): RegistryErrorCode {
  if (systemCode.startsWith("ERR_TLS") || systemCode.startsWith("ERR_SSL") || systemCode === "EPROTO") return "TLS";
  if (/certificate|self-signed|CERT_|UNABLE_TO_/i.test(`${systemCode} ${error.message}`)) return "TLS";
  if (systemCode.startsWith("HPE_")) return systemCode === "HPE_HEADER_OVERFLOW" ? "TOO_LARGE" : "MALFORMED";
  return "INTERRUPTED";
}

function wordsFor(code: RegistryErrorCode): string {
  switch (code) {
    case "UNREACHABLE":
      return "cannot connect";
    case "TLS":
      return "the TLS connection was refused";
    case "TIMEOUT":
      return "no answer in time";
    case "MALFORMED":
    case "TOO_LARGE":
      return "the answer is not HTTP as agreed";
    default:
      return "the connection broke";
  }
}
