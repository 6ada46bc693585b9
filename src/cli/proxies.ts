import type { Environment } from "../env.ts";
import { type ProxyFor, parseProxies } from "../oci/http/proxy/proxy.ts";
import { ProxyError } from "../oci/http/proxy/proxy-error.ts";
import { UsageError } from "./usage-error.ts";

/** The proxies that the environment names. Throws {@link UsageError}. */
export function proxiesOf({ proxies }: Environment): ProxyFor | undefined {
  try {
    return parseProxies(proxies);
  } catch (error) {
    throw error instanceof ProxyError ? new UsageError(error.message, { cause: error }) : error;
  }
}
