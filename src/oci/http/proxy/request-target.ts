import type { ProxyFor } from "./proxy.ts";

/** How the first line of a request names what it asks for, and what it shows to the proxy that reads it. */
export interface RequestTarget {
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What to ask for at the other end of the connection: the path, or the whole address where that end is a proxy, as it is for
 * plain HTTP; in a tunnel there is nobody in between. RFC 9112, 3.2.
 */
export function requestTarget(url: URL, proxyFor: ProxyFor | undefined): RequestTarget {
  const path = url.pathname + url.search;
  const proxy = url.protocol === "http:" ? proxyFor?.(url) : undefined;
  if (!proxy) return { target: path, headers: {} };
  const { authorization } = proxy;
  return {
    target: url.origin + path,
    headers: authorization === undefined ? {} : { "proxy-authorization": authorization },
  };
}
