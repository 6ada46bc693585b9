import { RegistryError } from "../error.ts";
import { redactUrl } from "./redact.ts";

/** One link of the header: its target and its parameters, up to the next comma. RFC 8288, section 3. */
const LINK = /[\s,]*<([^>]*)>((?:\s*;\s*[^\s=;,]*(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]*))?)*)\s*(?=,|$)/y;
const RELATION = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]*))/i;

/**
 * The next page that a `Link` header names (`rel="next"`), relative to `base`; `undefined` on the last page. OCI
 * distribution-spec, "Listing Tags".
 *
 * Throws `MALFORMED` for a header that cannot be read and for a next page of another origin: leaving the rest of a list
 * out in silence would be worse, and following it would let a registry send this client anywhere.
 */
export function nextLink(header: string | undefined, base: URL): URL | undefined {
  if (header === undefined || header.trim() === "") return undefined;
  const target = nextTarget(header, base);
  if (target === undefined) return undefined;
  const next = URL.parse(target, base.href);
  if (next?.origin !== base.origin)
    throw malformed(base, `the next page is elsewhere (${redactUrl(next ?? target)})`);
  next.username = "";
  next.password = "";
  return next;
}

function nextTarget(header: string, base: URL): string | undefined {
  LINK.lastIndex = 0;
  for (let end = 0; end < header.length; end = LINK.lastIndex) {
    const link = LINK.exec(header);
    if (!link) {
      if (/^[\s,]*$/.test(header.slice(end))) return undefined;
      throw malformed(base, "its Link header cannot be read");
    }
    const [, target, parameters = ""] = link;
    const relation = RELATION.exec(parameters);
    const names = (relation?.[1] ?? relation?.[2] ?? "").toLowerCase().split(/\s+/);
    if (names.includes("next")) return target;
  }
  return undefined;
}

function malformed(base: URL, why: string): RegistryError {
  const url = redactUrl(base);
  return new RegistryError("MALFORMED", `${url}: ${why}`, { url });
}
