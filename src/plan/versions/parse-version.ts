import { isTag } from "../../oci/reference.ts";
import type { Identifier, Version } from "./version.ts";

/** Words that mark what comes before a version. Those of one letter need their number: `5.0.0-M1`. */
const WORD =
  "(?:alpha|beta|rc|cr|pre(?:release|view)?|dev(?:el)?|snapshot|nightly|canary|next|milestone|eap?|unstable|m(?=\\d))";
const MARK = `${WORD}(?![a-z])(?:[.-]?\\d{1,15}(?:\\.\\d{1,15})*)?(?![^-._])`;

// No number has more digits than a JavaScript number holds exactly.
const NUMBERS = /^v?(\d{1,15}(?:\.\d{1,15}){0,3})(?!\d)/i;
const LEADING = new RegExp(`^[-._]?(${MARK})`, "i");
/** As Python's images have them: `3.14.0a1`. */
const LETTER = /^([ab]\d{1,15})(?![^-._])/;
const TRAILING = new RegExp(`^(.+?)[-._](${MARK})$`, "i");
const SUFFIX = /^(?:[-_][a-z\d]|\.[a-z])[\w.-]*$/i;

/**
 * Reads the version in the name of a tag: perhaps a `v`, one to four numbers, perhaps a word of a closed list that makes it a prerelease,
 * perhaps a suffix. Unlike in semver, leading zeros are allowed (`2024.05.1`) and any other text behind the numbers is a variant, not a
 * prerelease (`1.2.3-alpine3.20`, `1.2.3-1`). Undefined where the name is no version.
 */
export function parseVersion(tag: string): Version | undefined {
  if (!isTag(tag)) return;
  const [start, digits] = NUMBERS.exec(tag) ?? [];
  if (start === undefined || digits === undefined) return;
  const numbers = digits.split(".").map(Number);
  const rest = tag.slice(start.length);
  if (rest === "") return { numbers, prerelease: [], suffix: "" };

  const [marked = "", mark] = LEADING.exec(rest) ?? (numbers.length > 1 ? LETTER.exec(rest) : null) ?? [];
  const suffix = rest.slice(marked.length);
  if (suffix !== "" && !SUFFIX.test(suffix)) return;
  if (mark !== undefined) return { numbers, prerelease: identifiersOf(mark), suffix };
  const [, variant, late] = TRAILING.exec(suffix) ?? [];
  if (variant === undefined || late === undefined) return { numbers, prerelease: [], suffix };
  return { numbers, prerelease: identifiersOf(late), suffix: variant };
}

/** `rc.1`, `rc-1` and `RC1` alike: `["rc", 1]`. */
export function identifiersOf(text: string): readonly Identifier[] {
  const parts = text.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  return parts.map((part) => (/^\d/.test(part) ? Number(part) : part));
}
