import { isLoopback } from "../loopback.ts";
import { type Exempts, parseExemptions } from "./exemptions.ts";
import { ProxyError } from "./proxy-error.ts";

/** The variables that say through which proxies to go, as they are written. */
export interface ProxyVariables {
  /** `HTTP_PROXY`: for what is asked over plain HTTP. */
  readonly http?: string | undefined;
  /** `HTTPS_PROXY`: for what is asked over HTTPS. */
  readonly https?: string | undefined;
  /** `NO_PROXY`: what is asked directly. */
  readonly none?: string | undefined;
}

/** An HTTP proxy. */
export interface HttpProxy {
  /** Where it listens: scheme, host and port, without credentials. */
  readonly origin: URL;
  /** What it is shown as `Proxy-Authorization`. A secret. */
  readonly authorization: string | undefined;
}

/** The proxy on the way to an address; `undefined` where the way is direct. */
export type ProxyFor = (url: URL) => HttpProxy | undefined;

/**
 * Reads the proxies that the variables name, as curl does: an address without a scheme is plain HTTP, and each scheme has its
 * own variable. This machine itself is always asked directly. `undefined` where no proxy is named. Throws {@link ProxyError}.
 */
export function parseProxies({ http, https, none }: ProxyVariables): ProxyFor | undefined {
  if (!http && !https) return undefined;
  const proxies = new Map([
    ["http:", http ? parseProxy("HTTP_PROXY", http) : undefined],
    ["https:", https ? parseProxy("HTTPS_PROXY", https) : undefined],
  ]);
  const exempts: Exempts = parseExemptions(none ?? "");
  return (url) => (isLoopback(url.hostname) || exempts(url) ? undefined : proxies.get(url.protocol));
}

/** Nothing of the text is repeated in what it throws: a password may stand anywhere in it. */
function parseProxy(variable: string, text: string): HttpProxy {
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!url?.hostname) {
    const advice = "give one as in http://proxy.example:3128";
    throw new ProxyError(variable, `is not the address of a proxy; ${advice}`);
  }
  if (!/^https?:$/.test(url.protocol)) {
    const advice = "give the address of one that speaks HTTP, as in http://proxy.example:3128";
    throw new ProxyError(variable, `names a ${url.protocol.slice(0, -1)} proxy; ${advice}`);
  }
  return { origin: new URL(url.origin), authorization: authorizationOf(variable, url) };
}

function authorizationOf(variable: string, { username, password }: URL): string | undefined {
  if (!username && !password) return undefined;
  try {
    const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(login).toString("base64")}`;
  } catch (cause) {
    const problem = "has a % in its user name or password that begins no escape; write it as %25";
    throw new ProxyError(variable, problem, { cause });
  }
}
