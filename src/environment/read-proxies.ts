import { type ProxyFor, type ProxyVariables, parseProxies } from "../oci/http/proxy/proxy.ts";
import { ProxyError } from "../oci/http/proxy/proxy-error.ts";
import type { Variables } from "./variables.ts";

/** The variables of proxies as they are written; of two that differ in case, curl and others take the one in lower case. */
export function readProxyVariables(read: (name: string) => string | undefined): ProxyVariables {
  return {
    http: read("http_proxy") ?? read("HTTP_PROXY"),
    https: read("https_proxy") ?? read("HTTPS_PROXY"),
    none: read("no_proxy") ?? read("NO_PROXY"),
  };
}

/** The proxies that the variables name; what is wrong with them is their problem. */
export function readProxies(variables: Variables): ProxyFor | undefined {
  try {
    return parseProxies(readProxyVariables((name) => variables.text(name)));
  } catch (error) {
    if (!(error instanceof ProxyError)) throw error;
    variables.complain(error.variable, error.problem);
    return undefined;
  }
}
