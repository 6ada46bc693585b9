import { compileGlob, isGlob } from "../config/glob.ts";
import { formatReference, type Reference } from "../oci/reference.ts";

/** What `--only` lets through. */
export interface Only {
  /** Whether an image is meant, by its source. */
  readonly means: (source: Reference) => boolean;
  /** Whether some tag of a repository could be meant. */
  readonly mayMean: (repository: Reference) => boolean;
}

/**
 * Reads globs on `source:tag`. None at all let everything through. Throws `GlobError`. Thousands of names without wildcards, as the
 * entries of a hostile proposal make them, cost no more than to keep them.
 */
export function compileOnly(globs: readonly string[]): Only {
  if (globs.length === 0) return { means: () => true, mayMean: () => true };
  const names = new Set(globs.filter((glob) => !isGlob(glob)));
  const patterns = globs.filter(isGlob);
  const wholes = patterns.map(compileGlob);
  // Many ask for `means` alone.
  let beginnings: readonly Beginnings[] | undefined;
  return {
    means: (source) => {
      const name = formatReference(source);
      return names.has(name) || wholes.some((matches) => matches(name));
    },
    mayMean: ({ registry, repository }) => {
      beginnings ??= SEPARATORS.map((separator) => ({
        separator,
        names: new Set([...names].flatMap((name) => cutsAt(name, separator))),
        patterns: patterns.flatMap((pattern) => beginningsOf(pattern, separator)),
      }));
      return beginnings.some((one) => {
        const text = `${registry}/${repository}${one.separator}`;
        return one.names.has(text) || one.patterns.some((matches) => matches(text));
      });
    },
  };
}

/** What the texts begin with that are meant, up to a separator. */
interface Beginnings {
  readonly separator: Separator;
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly ((text: string) => boolean)[];
}

/** What stands between a repository and its tag, or a digest. */
const SEPARATORS = [":", "@"] as const;
type Separator = (typeof SEPARATORS)[number];

/** What no tag, or no digest, has. */
const IMPOSSIBLE: Readonly<Record<Separator, RegExp>> = { ":": /^[^@]*[/:]/, "@": /\// };

/** What a name begins with, cut off behind each separator where the rest could be a tag, or a digest. */
function cutsAt(name: string, separator: Separator): readonly string[] {
  return Array.from(name, (_, at) => at + 1)
    .filter((end) => name[end - 1] === separator && !IMPOSSIBLE[separator].test(name.slice(end)))
    .map((end) => name.slice(0, end));
}

/** What the texts that match begin with: the glob cut off wherever the rest could stand for a tag, or a digest. */
function beginningsOf(glob: string, separator: Separator): readonly ((text: string) => boolean)[] {
  const cuts = Array.from(glob, (_, at) => [glob.slice(0, at + 1), glob.slice(at + 1)] as const);
  const usable = cuts.filter(([cut, rest]) => !/\[[^\]]*$/.test(cut) && !IMPOSSIBLE[separator].test(rest));
  return usable.map(([cut]) => compileGlob(cut));
}
