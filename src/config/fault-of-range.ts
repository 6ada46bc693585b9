import minVersion from "semver/ranges/min-version.js";
import validRange from "semver/ranges/valid.js";
import type { Fault } from "./fault.ts";
import { LIMITS } from "./limits.ts";
import { quote } from "./quote.ts";

/** What keeps a text from being a range of versions as node-semver has them (npmjs.com/package/semver, "Ranges"); undefined where nothing does. */
export function faultOfRange(text: string): Fault | undefined {
  if (text.trim() === "") return { position: 0, message: "a range cannot be empty", hint: QUOTED };
  if (text.length > LIMITS.rangeLength) {
    const message = `a range has at most ${LIMITS.rangeLength} characters; this has ${text.length}`;
    return { position: 0, message };
  }
  if (validRange(text) === null) return faultOfSyntax(text);
  if (minVersion(text) === null) {
    return { position: 0, message: `no version is in ${quote(text)}: its conditions exclude each other` };
  }
  return;
}

/** To YAML, `>1` without quotes is the head of an empty block. */
const QUOTED = "one that begins with `>` must be in quotes";
const EXAMPLES = "such as `>=1.17 <2`, `^1.2`, `~1.18` or `1.x`";

function faultOfSyntax(text: string): Fault {
  const message = `${quote(text)} is not a range of versions`;
  for (const [foreign, hint] of FOREIGN) {
    const position = text.search(foreign);
    if (position >= 0) return { position, message, hint };
  }
  const repaired = REPAIRS.reduce((before, [wrong, right]) => before.replaceAll(wrong, right), text).trim();
  const isRange = repaired !== "" && validRange(repaired) !== null;
  return { position: 0, message, hint: isRange ? `did you mean ${quote(repaired)}?` : EXAMPLES };
}

/** What nothing else here says. */
const FOREIGN: readonly (readonly [RegExp, hint: string])[] = [
  [/!=?/, "what to leave out belongs under `exclude`"],
  [
    /[xX*\d]-[a-z]/i,
    "`-` begins a prerelease of a full version here; a variant of images is written as `suffix`",
  ],
];

/** How ranges are written elsewhere. */
const REPAIRS: readonly (readonly [wrong: RegExp, right: string])[] = [
  [/\s*(?:,|&&|\band\b)\s*/g, " "],
  [/\bor\b/g, "||"],
  [/=([<>])/g, "$1="],
  [/([\dxX*])(?=[<>^~=])/g, "$1 "],
  [/(\d)(?:-| +to +)(?=\d)/g, "$1 - "],
  [/(?<![\d.])0+(?=\d)/g, ""],
  [/\.0+(?=\d)/g, "."],
  [/(\d+\.\d+\.\d+)\.\d+/g, "$1"],
  [/(?<![\d.])(\d+(?:\.\d+)*)\+/g, ">=$1"],
];
