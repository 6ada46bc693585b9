import { canonicalRegistry } from "../oci/reference.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads `HOST=URL`, which says where a registry name really answers: the name as reports write it, whichever of its names
 * was given, and an origin. Throws {@link UsageError} that begins with `origin`, the option or variable the text stood in.
 */
export function parseEndpoint(text: string, origin: string): readonly [registry: string, url: URL] {
  const [host = "", address = ""] = text.split(/=(.*)/s);
  if (!isRegistryHost(host) || address === "") {
    throw new UsageError(
      `${origin}: "${text.replace(/=.*/s, "=…")}" is not HOST=URL, as in docker.io=http://127.0.0.1:5003`,
    );
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new UsageError(`${origin}: the URL for ${host} must start with http:// or https://`);
  }
  if (url.username || url.password) {
    throw new UsageError(`${origin}: the URL for ${host} holds credentials; keep them in the Docker config`);
  }
  if (url.pathname !== "/" || url.search || url.hash) {
    throw new UsageError(`${origin}: the URL for ${host} must be a host alone, without a path`);
  }
  return [canonicalRegistry(host), url];
}

/** Reads a list of `HOST=URL` separated by commas, as {@link parseEndpoint} does each. */
export function parseEndpoints(list: string, origin: string): (readonly [registry: string, url: URL])[] {
  const items = list.split(",").map((item) => item.trim());
  return items.filter(Boolean).map((item) => parseEndpoint(item, origin));
}

/** Whether `text` is a host name, an IPv4 address or a bracketed IPv6 address, with an optional port. */
export function isRegistryHost(text: string): boolean {
  return HOST.test(text) && URL.canParse(`https://${text}`);
}

const LABEL = /[a-z\d](?:[a-z\d-]*[a-z\d])?/.source;
const HOST = new RegExp(String.raw`^(?:${LABEL}(?:\.${LABEL})*|\[[a-f\d:.]+\])(?::\d{1,5})?$`, "i");
