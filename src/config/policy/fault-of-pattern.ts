import type { Fault } from "../fault.ts";
import { GlobError } from "../glob.ts";
import { LIMITS } from "../limits.ts";
import { quote } from "../quote.ts";
import { compilePathGlob } from "./path-glob.ts";

/** What keeps a text from being a pattern on repositories; undefined where nothing does. */
export function faultOfPattern(text: string): Fault | undefined {
  if (text === "") return { position: 0, message: "a pattern cannot be empty" };
  if (text.length > LIMITS.globLength) {
    const message = `a pattern has at most ${LIMITS.globLength} characters; this has ${text.length}`;
    return { position: 0, message };
  }
  return faultOfCharacters(text) ?? faultOfGlob(text);
}

function faultOfCharacters(text: string): Fault | undefined {
  // A colon is for the port of a registry.
  const colon = text.includes("/") ? text.slice(text.indexOf("/")).search(/[:@]/) : text.search(/[:@]/);
  const suffix = colon < 0 ? -1 : colon + Math.max(text.indexOf("/"), 0);
  if (suffix >= 0) {
    const message = "a pattern is on repositories, and holds neither tag nor digest";
    return { position: suffix, message, hint: `write ${quote(text.slice(0, suffix))}` };
  }
  const position = text.search(/[^a-z\d._\-/:*?[\]!]|(?<!\[)!/);
  if (position < 0) return;
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  if (/[A-Z]/.test(character)) {
    const message = "a repository is written in lower case";
    return { position, message, hint: `did you mean ${quote(text.toLowerCase())}?` };
  }
  const message = `no repository holds ${quote(character)}`;
  return "^$()|+{}\\".includes(character)
    ? { position, message, hint: "these are globs, not regular expressions: `*`, `**`, `?`, `[0-9]`, `[!a]`" }
    : { position, message };
}

function faultOfGlob(text: string): Fault | undefined {
  try {
    compilePathGlob(text);
  } catch (error) {
    if (!(error instanceof GlobError)) throw error;
    return { position: error.position, message: `${quote(text)} is not a pattern: ${error.message}` };
  }
  return;
}
