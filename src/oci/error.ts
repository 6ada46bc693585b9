/**
 * What went wrong with a registry, as a closed set.
 *
 * `UNREACHABLE` no connection · `FORBIDDEN_ADDRESS` none was made, for the host is not public · `PROXY` the proxy on
 * the way is not there, or does not let us through · `TLS` the certificate or handshake was refused · `TIMEOUT` · `INTERRUPTED` the connection
 * broke · `UNAUTHORIZED` 401 · `DENIED` 403 · `NOT_FOUND` 404 · `TOO_MANY_REQUESTS` 429 · `UNAVAILABLE` 5xx ·
 * `NO_SPACE` the registry's storage is full · `BLOB_UNKNOWN` a manifest names content the registry lacks ·
 * `DIGEST_MISMATCH` and `SIZE_MISMATCH` content is not what was promised · `TOO_LARGE` a bound of ours was met ·
 * `UNSUPPORTED` a kind of content or protocol this tool does not speak · `REDIRECT` a redirect that is not followed ·
 * `MALFORMED` an answer that breaks the specification · `REJECTED` any other refusal.
 */
export type RegistryErrorCode =
  | "UNREACHABLE"
  | "FORBIDDEN_ADDRESS"
  | "PROXY"
  | "TLS"
  | "TIMEOUT"
  | "INTERRUPTED"
  | "UNAUTHORIZED"
  | "DENIED"
  | "NOT_FOUND"
  | "TOO_MANY_REQUESTS"
  | "UNAVAILABLE"
  | "NO_SPACE"
  | "BLOB_UNKNOWN"
  | "DIGEST_MISMATCH"
  | "SIZE_MISMATCH"
  | "TOO_LARGE"
  | "UNSUPPORTED"
  | "REDIRECT"
  | "MALFORMED"
  | "REJECTED";

/** The facts behind a {@link RegistryError}, as far as they are known. */
export interface RegistryErrorDetails {
  readonly method?: string | undefined;
  /** Redacted: no credentials, no signed query. */
  readonly url?: string | undefined;
  readonly status?: number | undefined;
  /** The registry's own error code (`MANIFEST_UNKNOWN`). OCI distribution-spec, "Error Codes". */
  readonly registryCode?: string | undefined;
  /** The registry's own words, without control characters and secrets. */
  readonly registryMessage?: string | undefined;
  /** How long the registry asks to wait, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** Whether pulls were refused because the registry has granted as many as it grants in a window. With 429 only. */
  readonly isPullRefusal?: boolean | undefined;
  /** Whether nobody in particular was refused: proof was wanted, and no credential was found. With 401 and 403 only. */
  readonly anonymous?: boolean | undefined;
  readonly cause?: unknown;
}

/** A registry did not do what was asked. The message is one line with the method, the URL and the registry's words. */
export class RegistryError extends Error {
  override readonly name = "RegistryError";
  readonly code: RegistryErrorCode;
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly status: number | undefined;
  readonly registryCode: string | undefined;
  readonly registryMessage: string | undefined;
  readonly retryAfter: number | undefined;
  readonly isPullRefusal: boolean | undefined;
  readonly anonymous: boolean | undefined;

  constructor(code: RegistryErrorCode, message: string, details: RegistryErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.method = details.method;
    this.url = details.url;
    this.status = details.status;
    this.registryCode = details.registryCode;
    this.registryMessage = details.registryMessage;
    this.retryAfter = details.retryAfter;
    this.isPullRefusal = details.isPullRefusal;
    this.anonymous = details.anonymous;
  }
}

/** Whether `error` is a {@link RegistryError} with one of `codes`. */
export function hasCode(error: unknown, ...codes: RegistryErrorCode[]): error is RegistryError {
  return error instanceof RegistryError && codes.includes(error.code);
}
