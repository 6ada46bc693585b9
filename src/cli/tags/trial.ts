import type { Entry } from "../../config/config.ts";
import { parseConfig } from "../../config/parse-config.ts";
import type { Problem } from "../../config/problem.ts";
import { formatReference, type Reference } from "../../oci/reference.ts";
import { UsageError } from "../usage-error.ts";

/** A selection as options give it, to be tried on an image. Each search adds to it; `latest` is for all of them. */
export interface Trial {
  readonly semver: readonly string[];
  readonly regex: readonly string[];
  readonly glob: readonly string[];
  readonly latest: number | undefined;
  readonly prerelease: boolean;
  readonly suffix: string | undefined;
  readonly exclude: readonly string[];
}

/** Values under `tags` of a config. */
type Rule = Readonly<Record<string, string | number | boolean>>;

/** The entry that a config with this selection would have. Throws {@link UsageError} where a config would be refused. */
export function entryOfTrial(source: Reference, trial: Trial): Entry {
  const mirror = { source: formatReference(source), tags: rulesOf(trial), exclude: trial.exclude };
  const { config, problems } = parseConfig(JSON.stringify({ version: 1, mirrors: [mirror] }));
  const [entry] = config?.entries ?? [];
  if (!entry) throw new UsageError(problems.map(inOptions).join(" · "));
  return entry;
}

/** The same as lines of a config. */
export function configLinesOf(source: Reference, trial: Trial): readonly string[] {
  const rules = rulesOf(trial).flatMap((rule) =>
    Object.entries(rule).map(
      ([key, value], at) => `${at === 0 ? "      - " : "        "}${key}: ${quoted(value)}`,
    ),
  );
  const exclude =
    trial.exclude.length === 0 ? [] : [`    exclude: [${trial.exclude.map(quoted).join(", ")}]`];
  return [`  - source: ${formatReference(source)}`, "    tags:", ...rules, ...exclude];
}

/** Whatever says nothing of versions is about all tags. */
function rulesOf(trial: Trial): readonly Rule[] {
  const { latest, prerelease, suffix } = trial;
  const newest = latest === undefined ? {} : { latest };
  const line = { ...(suffix !== undefined && { suffix }), ...(prerelease && { prerelease }) };
  const isAboutLine = Object.keys(line).length > 0;
  const named = [
    ...trial.semver.map((semver) => ({ semver, ...line, ...newest })),
    ...trial.regex.map((regex) => ({ regex, ...newest })),
    ...trial.glob.map((glob) => ({ glob, ...newest })),
  ];
  if (isAboutLine && trial.semver.length === 0 && named.length > 0) {
    throw new UsageError("--suffix and --prerelease belong to --semver, as in --semver '*' --suffix=-alpine");
  }
  if (named.length > 0) return named;
  return [isAboutLine ? { semver: "*", ...line, ...newest } : { glob: "*", ...newest }];
}

function inOptions({ path, message, hint }: Problem): string {
  const [, key] = /\.(tags|exclude)\[\d+\]/.exec(path) ?? [];
  const name = key === "exclude" ? key : /\w+$/.exec(path)?.[0];
  return `--${name}: ${message}${hint ? ` (${hint})` : ""}`;
}

function quoted(value: string | number | boolean): string {
  return JSON.stringify(value);
}
