import { isTag } from "../oci/reference.ts";
import { addFault, type Fault } from "./fault.ts";
import { faultOfRange } from "./fault-of-range.ts";
import { compileGlob, GlobError, isGlob } from "./glob.ts";
import { LIMITS } from "./limits.ts";
import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";
import { textOf, type Value } from "./value.ts";

/**
 * A tag, or a glob that some tag can match. Undefined where it is neither, with a problem added unless it is no string
 * at all. The grammar is that of the OCI distribution-spec, "Pulling manifests".
 */
export function readTag(value: Value, problems: ProblemList): string | undefined {
  const text = textOf(value);
  if (text === undefined) return;
  const fault = faultOfTag(text);
  if (!fault) return text;
  addFault(value, fault, problems);
  return;
}

/** What keeps a text from being a tag, or a glob that some tag can match; undefined where nothing does. */
export function faultOfTag(text: string): Fault | undefined {
  return isGlob(text) ? faultOfGlob(text) : faultOfName(text);
}

function faultOfName(text: string): Fault | undefined {
  if (isTag(text)) return;
  if (text === "") return { position: 0, message: "a tag cannot be empty" };
  const fault = faultOfCharacters(text, /[^\w.-]/);
  return fault ?? { position: 0, message: `a tag has at most 128 characters; this has ${text.length}` };
}

function faultOfGlob(pattern: string): Fault | undefined {
  const fault = faultOfCharacters(pattern, /[^\w.\-*?[\]!]|(?<!\[)!/);
  if (fault) return fault;
  if (pattern.length > LIMITS.globLength) {
    const message = `a glob has at most ${LIMITS.globLength} characters; this has ${pattern.length}`;
    return { position: 0, message };
  }
  try {
    compileGlob(pattern);
  } catch (error) {
    if (!(error instanceof GlobError)) throw error;
    const { position, message } = error;
    return { position, message: `${quote(pattern)} is not a glob: ${message}` };
  }
  return;
}

function faultOfCharacters(text: string, foreign: RegExp): Fault | undefined {
  const position = text.search(foreign);
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  if (position >= 0) {
    return { position, message: `a tag never holds ${quote(character)}`, hint: hintFor(text, character) };
  }
  if (!/^[.-]/.test(text)) return;
  const message = `no tag begins with ${quote(text.charAt(0))}`;
  return { position: 0, message, hint: `to match an ending, write ${quote(`*${text}`)}` };
}

function hintFor(text: string, character: string): string | undefined {
  if (character === "@") return "pin a digest in `source`: name:tag@sha256:…";
  if ("/:".includes(character)) return "write the tag alone; the name belongs in `source`";
  if (character === "!") return "what to leave out belongs under `exclude`";
  if ("^~<>= |".includes(character) && !faultOfRange(text)) {
    return `a range of versions is written {semver: ${quote(text)}} under \`tags\``;
  }
  if ("^$()|+{}\\".includes(character)) {
    return "these are globs: `*`, `?`, `[0-9]`, `[!a]`; a regular expression is written {regex: …} under `tags`";
  }
  return;
}
