import type { TagRule } from "./config.ts";
import { enumerate } from "./enumerate.ts";
import { addFault, type Fault } from "./fault.ts";
import { faultOfRange } from "./fault-of-range.ts";
import { isGlob } from "./glob.ts";
import type { ProblemList } from "./problem-list.ts";
import { quote } from "./quote.ts";
import { faultOfTag, readTag } from "./read-tag.ts";
import { compileRegex, RegexError } from "./regex.ts";
import { fieldOf, scalarOf, textOf, type Value } from "./value.ts";

const KINDS = ["glob", "regex", "semver"] as const;
type Kind = (typeof KINDS)[number];
const OF_SEMVER = ["prerelease", "suffix"] as const;

/** Reads an item of `tags` that is a mapping. Undefined where it is no rule, with a problem added unless its shape has one already. */
export function readSearch(item: Value, problems: ProblemList): TagRule | undefined {
  const kind = kindOf(item, problems);
  const pattern = kind && fieldOf(item, kind);
  const text = textOf(pattern);
  if (!pattern || text === undefined) return;
  const count = scalarOf(fieldOf(item, "latest"));
  const latest = typeof count === "number" ? count : undefined;
  if (kind === "semver") return readSemver(item, pattern, latest, problems);
  refuseKeysOfSemver(item, kind, problems);
  return kind === "glob"
    ? readGlob(item, pattern, latest, problems)
    : readRegex(pattern, text, latest, problems);
}

function kindOf(item: Value, problems: ProblemList): Kind | undefined {
  const [kind, ...others] = KINDS.filter((one) => fieldOf(item, one));
  if (kind && others.length === 0) return kind;
  const names = item.node.kind === "mapping" ? [...item.node.fields.keys()] : [];
  if (!kind) {
    // Of a key that is misspelled, the shape says so.
    const isMisspelled = names.some((name) => !["latest", ...OF_SEMVER].includes(name));
    const message = `one of ${enumerate(KINDS, "and")} is missing here`;
    if (!isMisspelled) problems.add(item, message, "it says which tags are meant");
    return;
  }
  const message = `a rule has one of ${enumerate(KINDS, "and")}, and this has ${enumerate([kind, ...others], "and")}`;
  problems.add(item, message, "make a rule of each: every rule adds to the selection");
  return;
}

function refuseKeysOfSemver(item: Value, kind: Kind, problems: ProblemList): void {
  for (const name of OF_SEMVER) {
    const field = fieldOf(item, name);
    const message = `\`${name}\` belongs to \`semver\`, and this rule is a \`${kind}\``;
    if (field) problems.add(field, message, "say it in the pattern, or under `exclude`");
  }
}

function readGlob(
  item: Value,
  value: Value,
  latest: number | undefined,
  problems: ProblemList,
): TagRule | undefined {
  const pattern = readTag(value, problems);
  if (pattern === undefined) return;
  if (isGlob(pattern)) return { kind: "glob", pattern, latest };
  const message = `\`latest\` picks among what a pattern matches, and ${quote(pattern)} is one tag`;
  const field = fieldOf(item, "latest");
  if (field) problems.add(field, message, "remove it, or write a pattern such as `1.*`");
  return { kind: "exact", tag: pattern };
}

function readRegex(
  value: Value,
  pattern: string,
  latest: number | undefined,
  problems: ProblemList,
): TagRule | undefined {
  try {
    compileRegex(pattern);
    return { kind: "regex", pattern, latest };
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    addFault(value, error, problems);
    return;
  }
}

function readSemver(
  item: Value,
  value: Value,
  latest: number | undefined,
  problems: ProblemList,
): TagRule | undefined {
  const range = textOf(value) ?? "";
  const prerelease = scalarOf(fieldOf(item, "prerelease")) === true;
  const fault = faultOfRange(range);
  if (fault) addFault(value, fault, problems);
  else if (!prerelease) refusePrerelease(value, range, problems);
  const suffix = readSuffix(fieldOf(item, "suffix"), problems);
  return { kind: "semver", range, prerelease, suffix, latest };
}

function refusePrerelease(value: Value, range: string, problems: ProblemList): void {
  const found = /(?<=[\dx*])-\w[\w.-]*/i.exec(range);
  if (!found) return;
  const { 0: written, index } = found;
  const message = `${quote(written)} is a prerelease in a range, and prereleases do not count here`;
  const other = /^-\d+\./.test(written)
    ? `for a range, write ${quote(`${range.slice(0, index)} - ${range.slice(index + 1)}`)}`
    : `for a variant of images, write \`suffix: ${written}\``;
  problems.add(value, message, `${other}; else add \`prerelease: true\``);
}

function readSuffix(value: Value | undefined, problems: ProblemList): string | undefined {
  const text = textOf(value);
  if (!value || text === undefined) return;
  const fault = faultOfSuffix(text);
  if (fault) addFault(value, fault, problems);
  return text;
}

function faultOfSuffix(text: string): Fault | undefined {
  if (text === "") {
    const hint = "leave the key out: versions without a suffix are meant then";
    return { position: 0, message: "a suffix cannot be empty", hint };
  }
  if (!/^[-._*?[]/.test(text)) {
    const message = "a suffix begins with what separates it from the version: `-`, `.` or `_`";
    return { position: 0, message, hint: `did you mean ${quote(`-${text}`)}?` };
  }
  // What may stand behind a version is what may stand behind its first digit.
  const fault = faultOfTag(`1${text}`);
  return fault && { ...fault, position: Math.max(0, fault.position - 1) };
}
