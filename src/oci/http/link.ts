import { RegistryError } from "../error.ts";
import { redactUrl } from "./redact.ts";

// RFC 8288, section 3. One pattern for each part: inside a single one, a run of blanks could be divided among the
// parameters in exponentially many ways.
const TARGET = /[\s,]*<([^>]*)>/y;
const PARAMETER = /\s*;\s*([^\s=;,]*)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*)))?/y;
const END_OF_LINK = /\s*(?:,|$)/y;
const END_OF_HEADER = /[\s,]*$/y;

/**
 * The next page that a `Link` header names (`rel="next"`), relative to `base`; `undefined` on the last page. OCI
 * distribution-spec, "Listing Tags".
 *
 * Throws `MALFORMED` for a header that cannot be read and for a next page of another origin: leaving the rest of a list
 * out in silence would be worse, and following it would let a registry send this client anywhere.
 */
export function nextLink(header: string | undefined, base: URL): URL | undefined {
  if (header === undefined) return undefined;
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
  let position = 0;
  const take = (part: RegExp): RegExpExecArray | undefined => {
    part.lastIndex = position;
    const found = part.exec(header) ?? undefined;
    if (found) position = part.lastIndex;
    return found;
  };
  while (!take(END_OF_HEADER)) {
    const target = take(TARGET);
    let relation: string | undefined;
    for (let found = target && take(PARAMETER); found; found = take(PARAMETER)) {
      const [, name = "", quoted, plain = ""] = found;
      if (name.toLowerCase() === "rel") relation ??= quoted ?? plain;
    }
    if (!target || !take(END_OF_LINK)) throw malformed(base, "its Link header cannot be read");
    if (relation?.toLowerCase().split(/\s+/).includes("next")) return target[1];
  }
  return undefined;
}

function malformed(base: URL, why: string): RegistryError {
  const url = redactUrl(base);
  return new RegistryError("MALFORMED", `${url}: ${why}`, { url });
}
