import { isRegistryHost, parseEndpoints as parseList } from "../cli/endpoint.ts";
import { UsageError } from "../cli/usage-error.ts";
import { isLoopback } from "../oci/http/loopback.ts";
import { canonicalRegistry } from "../oci/reference.ts";
import { SettingError } from "./setting-error.ts";

/** Where GitHub's REST API answers, without a slash at the end. HTTP is for this machine alone: tokens travel there. */
export function parseApiUrl(text: string): string {
  const url = parseWebAddress(text, "https://api.github.com, or https://HOST/api/v3 of an Enterprise Server");
  if (url.search || url.hash) throw new SettingError("has a query or a fragment; leave it out");
  return url.href.replace(/\/+$/, "");
}

/** A channel such as https://smee.io/… that repeats webhooks. */
export function parseProxyUrl(text: string): URL {
  return parseWebAddress(text, "the URL of a channel, as https://smee.io/new makes one");
}

/** A connection string of PostgreSQL. Nothing of it is shown: it holds a password. */
export function parseDatabaseUrl(text: string): string {
  if (/^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new SettingError(
    "is not a PostgreSQL URL; give one as in postgres://USER:PASSWORD@HOST:5432/DATABASE",
  );
}

/** `HOST=URL,…`, as on the command line. */
export function parseEndpoints(text: string): readonly (readonly [registry: string, url: URL])[] {
  const origin = "REGISTRY_ENDPOINTS";
  try {
    return parseList(text, origin);
  } catch (error) {
    if (error instanceof UsageError) throw new SettingError(error.message.slice(origin.length + 2));
    throw error;
  }
}

/** The name of a registry, perhaps with a port. */
export function parseRegistryHost(text: string): string {
  if (isRegistryHost(text)) return canonicalRegistry(text);
  throw new SettingError(`"${text}" is not a host; give one as in ghcr.io or localhost:5000`);
}

/** `HOST,HOST:PORT,…`, in lower case. */
export function parseHosts(text: string): readonly string[] {
  const hosts = text.split(",").map((host) => host.trim().toLowerCase());
  return hosts.filter(Boolean).map((host) => {
    if (isRegistryHost(host)) return host;
    throw new SettingError(`"${host}" is not a host; give a list as in registry.corp.example,10.0.0.5:5000`);
  });
}

/** What a server can listen on: a name or an address. */
export function parseListenHost(text: string): string {
  const bare = text.replace(/^\[(.*)\]$/, "$1");
  if (/^[\w.:%-]+$/.test(bare)) return bare;
  throw new SettingError(`"${text}" is not a host to listen on; give 127.0.0.1, or 0.0.0.0 in a container`);
}

function parseWebAddress(text: string, example: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    throw new SettingError(`is not a web address; give ${example}`);
  }
  if (url.username || url.password) throw new SettingError("holds credentials; leave them out");
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new SettingError(`sends secrets over plain http to ${url.hostname}; use https`);
  }
  return url;
}
