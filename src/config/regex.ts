import { RE2JS, RE2JSSyntaxException } from "re2js";
import { LIMITS } from "./limits.ts";
import { measureRegex } from "./measure-regex.ts";

/** A pattern that is no regular expression here. `position` is the 0-based index where it goes wrong. */
export class RegexError extends Error {
  override readonly name = "RegexError";
  readonly position: number;
  readonly hint: string | undefined;

  constructor(position: number, reason: string, hint?: string, options?: ErrorOptions) {
    super(reason, options);
    this.position = position;
    this.hint = hint;
  }
}

/**
 * Makes a test for whole texts from a regular expression of RE2 (github.com/google/re2/wiki/Syntax): it is anchored at both ends, whether it
 * says so or not. A match costs at most steps × text, whatever the pattern. Throws `RegexError`.
 */
export function compileRegex(pattern: string): (text: string) => boolean {
  const regex = compile(pattern);
  return (text) => regex.testExact(text);
}

function compile(pattern: string): RE2JS {
  if (pattern === "") throw new RegexError(0, "a regular expression cannot be empty");
  if (pattern.length > LIMITS.regexLength) {
    const [most, length] = [LIMITS.regexLength, pattern.length];
    throw new RegexError(0, `a regular expression has at most ${most} characters; this has ${length}`);
  }
  const steps = measureRegex(pattern);
  if (!(steps <= LIMITS.regexSteps)) {
    const message = `a regular expression has at most ${LIMITS.regexSteps} steps; this has ${steps}`;
    throw new RegexError(0, message, "a repetition such as {1,100} counts as often as it may repeat");
  }
  refuseForeign(pattern);
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const position = Math.max(0, pattern.indexOf(error.input ?? pattern));
    throw new RegexError(position, error.error, undefined, { cause: error });
  }
}

/** What other engines know, and RE2 leaves out because it cannot be matched in linear time. */
const FOREIGN: readonly (readonly [syntax: RegExp, name: string, hint?: string])[] = [
  [/\(\?[=!]/, "look-ahead", "what to leave out belongs under `exclude`"],
  [/\(\?<[=!]/, "look-behind", "what to leave out belongs under `exclude`"],
  [/\\[1-9]|\\k[<{']|\(\?P=/, "back-references"],
  [/\(\?>/, "atomic groups", "write `(?:` instead"],
  [/[*+?}]\+/, "possessive repetitions", "remove the second `+`"],
];

function refuseForeign(pattern: string): void {
  // Of the same length, with nothing in it that an escape or a set takes the meaning of.
  const bare = pattern
    .replaceAll(/\\[^1-9k]/gs, "__")
    .replaceAll(/\[\^?\]?[^\]]*\]/g, (set) => "_".repeat(set.length));
  for (const [syntax, name, hint] of FOREIGN) {
    const position = bare.search(syntax);
    if (position >= 0) throw new RegexError(position, `RE2 has no ${name}`, hint);
  }
}
