import { RegistryError, type RegistryErrorCode } from "../error.ts";
import { TunnelError } from "./proxy/tunnel-error.ts";
import { redactUrl } from "./redact.ts";
import { tidyWords } from "./tidy-words.ts";

const BY_SYSTEM_CODE: ReadonlyMap<string, RegistryErrorCode> = new Map([
  ["UND_ERR_CONNECT_TIMEOUT", "UNREACHABLE"],
  ["UND_ERR_HEADERS_TIMEOUT", "TIMEOUT"],
  ["UND_ERR_BODY_TIMEOUT", "TIMEOUT"],
  ["ETIMEDOUT", "TIMEOUT"],
  ["UND_ERR_HEADERS_OVERFLOW", "TOO_LARGE"],
  ["ERR_FRAMING", "MALFORMED"],
  ["ERR_PROXY", "PROXY"],
]);

/** What a failure below HTTP means: {@link RegistryError} with the host, the system's words and its code. */
export function connectionError(cause: unknown, method: string, url: URL): RegistryError {
  if (cause instanceof RegistryError) return cause;
  const error = innermost(cause);
  const systemCode = textOf(error, "code");
  const code = codeOf(error, systemCode);
  const redacted = redactUrl(url);
  const words = tidyWords(error.message || systemCode);
  const status = error instanceof TunnelError ? error.status : undefined;
  return new RegistryError(code, `${method} ${redacted}: ${wordsFor(code)}: ${words}`, {
    method,
    url: redacted,
    status,
    cause,
  });
}

/** Several addresses tried, several failures: the first one speaks for all. */
function innermost(cause: unknown): Error {
  if (cause instanceof AggregateError && cause.errors.length > 0) return innermost(cause.errors[0]);
  if (!(cause instanceof Error)) return new Error(String(cause));
  return cause.cause instanceof Error && !("code" in cause) ? innermost(cause.cause) : cause;
}

function codeOf(error: Error, systemCode: string): RegistryErrorCode {
  // Node's name for the look-up of an address is `getaddrinfo`.
  if (/^(connect|getaddrinfo)$/.test(textOf(error, "syscall"))) return "UNREACHABLE";
  return BY_SYSTEM_CODE.get(systemCode) ?? codeByShape(systemCode, error);
}

function codeByShape(systemCode: string, error: Error): RegistryErrorCode {
  if (systemCode.startsWith("ERR_TLS") || systemCode.startsWith("ERR_SSL") || systemCode === "EPROTO")
    return "TLS";
  if (/certificate|self-signed|CERT_|UNABLE_TO_/i.test(`${systemCode} ${error.message}`)) return "TLS";
  // undici's parser gives no codes. The end of file comes to it where a chunked body breaks off.
  return error.name === "HTTPParserError" && !error.message.includes("EOF") ? "MALFORMED" : "INTERRUPTED";
}

function textOf(error: Error, field: "code" | "syscall"): string {
  const value: unknown = (error as { code?: unknown; syscall?: unknown })[field];
  return typeof value === "string" ? value : "";
}

function wordsFor(code: RegistryErrorCode): string {
  switch (code) {
    case "UNREACHABLE":
      return "cannot connect";
    case "PROXY":
      return "no way through the proxy";
    case "TLS":
      return "the TLS connection was refused";
    case "TIMEOUT":
      return "no answer in time";
    case "TOO_LARGE":
      return "the headers of the answer are too large";
    case "MALFORMED":
      return "the answer is not HTTP";
    default:
      return "the connection broke";
  }
}
