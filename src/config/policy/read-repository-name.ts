import type { ProblemList } from "../problem-list.ts";
import { quote } from "../quote.ts";
import { textOf, type Value } from "../value.ts";

/**
 * `owner/name` of one repository at GitHub, in lower case: its case means nothing there. Undefined where it is none, with a problem added
 * unless it is no string at all.
 */
export function readRepositoryName(value: Value, problems: ProblemList): string | undefined {
  const text = textOf(value);
  if (text === undefined) return;
  if (NAME.test(text)) return text.toLowerCase();
  const isAlone = /^[\w.-]+$/.test(text);
  const hint = isAlone
    ? `put its owner before it: ${quote(`owner/${text}`)}`
    : "write one repository as `owner/name`, without patterns";
  problems.add(value, `${quote(text)} is not a repository at GitHub`, hint);
  return;
}

const NAME = /^[a-z\d][\w-]{0,99}\/(?!\.{1,2}$)[\w.-]{1,100}$/i;
