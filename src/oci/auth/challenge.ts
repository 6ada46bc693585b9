/** One way to authenticate that a server offers. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** By lower-case name; of one that comes twice, the last. Look up only what the scheme defines. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Reads `WWW-Authenticate`: several challenges may stand in one field, and the field may come several times. Never
 * throws: what cannot be understood is left out, and reading of a field ends where it makes no sense any more. A
 * `token68` is skipped, since no scheme for registries has one.
 *
 * RFC 9110, 11.6.1 and 11.2. As lenient as registries need: values may be unquoted and hold any character, spaces may
 * surround `=`, commas between parameters may be missing.
 */
export function parseChallenges(header: string | readonly string[]): Challenge[] {
  return [header].flat().flatMap(parseField);
}

const SEPARATOR = /[\s,]*/y;
const TCHAR = "[\\w!#$%&'*+.^`|~-]";
/** regclient knows of schemes and names in quotes too. */
const NAME = `("${TCHAR}+"|${TCHAR}+(?!${TCHAR}))`;
const TOKEN68 = String.raw`[\w.~+/-]+=*`;
/** `name=value`, `name="value"`. */
const PARAMETER = new RegExp(String.raw`${NAME}\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))`, "y");
/** A scheme, by itself or with a token68. What is followed by `=` is a parameter that went wrong. */
const SCHEME = new RegExp(String.raw`${NAME}(?!\s*=)(?:[ \t]+${TOKEN68}(?=[ \t]*(?:,|$)))?`, "y");

function parseField(field: string): Challenge[] {
  const challenges: { scheme: string; parameters: [string, string][] }[] = [];
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(field);
    if (match) position = pattern.lastIndex;
    return match;
  };
  while (take(SEPARATOR) && position < field.length) {
    const parameter = challenges.length > 0 ? take(PARAMETER) : null;
    if (parameter) {
      const [, name = "", quoted, plain] = parameter;
      const value = quoted?.replace(/\\(.)/g, "$1") ?? (plain || undefined);
      if (value !== undefined) challenges.at(-1)?.parameters.push([unquoted(name), value]);
      continue;
    }
    const scheme = take(SCHEME)?.[1];
    if (scheme === undefined) break;
    challenges.push({ scheme: unquoted(scheme), parameters: [] });
  }
  return challenges.map(({ scheme, parameters }) => ({ scheme, parameters: Object.fromEntries(parameters) }));
}

function unquoted(name: string): string {
  return name.replaceAll('"', "").toLowerCase();
}
