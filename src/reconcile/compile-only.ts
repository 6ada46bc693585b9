import { compileGlob } from "../config/glob.ts";
import { formatReference, type Reference } from "../oci/reference.ts";

/** What `--only` lets through. */
export interface Only {
  /** Whether an image is meant, by its source. */
  readonly means: (source: Reference) => boolean;
  /** Whether some tag of a repository could be meant. */
  readonly mayMean: (repository: Reference) => boolean;
}

/** Reads globs on `source:tag`. None at all let everything through. Throws `GlobError`. */
export function compileOnly(globs: readonly string[]): Only {
  if (globs.length === 0) return { means: () => true, mayMean: () => true };
  const wholes = globs.map(compileGlob);
  const beginnings = globs.flatMap(beginningsOf).map(compileGlob);
  return {
    means: (source) => {
      const name = formatReference(source);
      return wholes.some((matches) => matches(name));
    },
    mayMean: ({ registry, repository }) => {
      const names = [":", "@"].map((separator) => `${registry}/${repository}${separator}`);
      return beginnings.some((matches) => names.some(matches));
    },
  };
}

/** A glob cut off wherever it can be: what all the texts that it matches begin with. */
function beginningsOf(glob: string): readonly string[] {
  const cuts = Array.from(glob, (_, index) => glob.slice(0, index + 1));
  return cuts.filter((cut) => !/\[[^\]]*$/.test(cut));
}
