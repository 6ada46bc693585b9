import { isTag } from "../oci/reference.ts";
import { compileGlob, GlobError, isGlob } from "./glob.ts";
import { LIMITS } from "./limits.ts";
import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";
import { positionAt, textOf, type Value } from "./value.ts";

/**
 * A tag, or a glob that some tag can match. Undefined where it is neither, with a problem added unless it is no string
 * at all. The grammar is that of the OCI distribution-spec, "Pulling manifests".
 */
export function readTag(value: Value, problems: ProblemList): string | undefined {
  const text = textOf(value);
  if (text === undefined) return;
  const fault = isGlob(text) ? faultOfGlob(text) : faultOfTag(text);
  if (!fault) return text;
  problems.addAt(positionAt(value, fault.position), value.path, fault.message, fault.hint);
  return;
}

interface Fault {
  readonly position: number;
  readonly message: string;
  readonly hint?: string;
}

function faultOfTag(text: string): Fault | undefined {
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
    return { position, message: `a tag never holds ${quote(character)}`, ...hintFor(character) };
  }
  if (!/^[.-]/.test(text)) return;
  const message = `no tag begins with ${quote(text.charAt(0))}`;
  return { position: 0, message, hint: `to match an ending, write ${quote(`*${text}`)}` };
}

function hintFor(character: string): { hint?: string } {
  if (character === "@") return { hint: "pin a digest in `source`: name:tag@sha256:…" };
  if ("/:".includes(character)) return { hint: "write the tag alone; the name belongs in `source`" };
  if (character === "!") return { hint: "what to leave out belongs under `exclude`" };
  if ("^$()|+{}\\".includes(character)) {
    return { hint: "these are globs, not regular expressions: `*`, `?`, `[0-9]`, `[!a]`" };
  }
  return {};
}
