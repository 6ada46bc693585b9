import type { HttpProxy } from "./proxy.ts";

/** A proxy is not there, or does not let us through. The message names it and says why. */
export class TunnelError extends Error {
  override readonly name = "TunnelError";
  readonly code = "ERR_PROXY";
  /** What the proxy answered, if it did. */
  readonly status: number | undefined;

  constructor(
    proxy: HttpProxy,
    words: string,
    details: { readonly status?: number; readonly cause?: Error } = {},
  ) {
    super(`the proxy ${proxy.origin.origin} ${words}`, { cause: details.cause });
    this.status = details.status;
  }

  /** No connection to the proxy itself. */
  static unreachable(proxy: HttpProxy, cause: Error): TunnelError {
    return new TunnelError(proxy, `cannot be reached: ${innermost(cause).message}`, { cause });
  }
}

/** Several addresses tried, several failures: the first one speaks for all. */
function innermost(cause: Error): Error {
  return cause instanceof AggregateError && cause.errors[0] instanceof Error ? cause.errors[0] : cause;
}
