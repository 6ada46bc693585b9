import { canonicalRegistry } from "../../oci/reference.ts";
import type { Fault } from "../fault.ts";
import { isGlob } from "../glob.ts";
import { quote } from "../quote.ts";

/**
 * What keeps a pattern from ever matching a source in full: in a list of what is denied, such a pattern would let through what its author
 * meant to stop.
 */
export function faultOfSource(pattern: string): Fault | undefined {
  const [first = "", ...rest] = pattern.split("/");
  if (pattern === "**") return;
  if (rest.length === 0) {
    const all = isRegistry(first) || isGlob(first);
    const written = all ? `${canonicalRegistry(first)}/**` : `${HUB}/library/${first}`;
    const message = all ? "this names a registry, and no repository" : MISSING;
    return { position: 0, message, hint: `write ${quote(written)}` };
  }
  if (isGlob(first)) return;
  if (!isRegistry(first)) {
    return { position: 0, message: MISSING, hint: `did you mean ${quote(`${HUB}/${pattern}`)}?` };
  }
  const registry = canonicalRegistry(first);
  if (registry !== first) {
    const hint = `write ${quote([registry, ...rest].join("/"))}`;
    return { position: 0, message: `${quote(first)} goes by the name of ${registry}`, hint };
  }
  if (registry !== HUB || rest.length > 1 || rest[0] === "**") return;
  const hint = rest[0] === "*" ? `${HUB}/**` : `${HUB}/library/${rest[0]}`;
  const message = `every repository on ${HUB} has a name of two parts`;
  return { position: first.length + 1, message, hint: `write ${quote(hint)}` };
}

const HUB = "docker.io";
const MISSING = "a pattern on sources begins with the registry";

/** As references tell a registry from a namespace. */
function isRegistry(part: string): boolean {
  return part === "localhost" || /[.:]/.test(part);
}
