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
  const beginnings = { ":": beginningsOf(globs, /^[^@]*[/:]/), "@": beginningsOf(globs, /\//) };
  return {
    means: (source) => {
      const name = formatReference(source);
      return wholes.some((matches) => matches(name));
    },
    mayMean: ({ registry, repository }) => {
      return ([":", "@"] as const).some((separator) => {
        const name = `${registry}/${repository}${separator}`;
        return beginnings[separator].some((matches) => matches(name));
      });
    },
  };
}

/** What the texts that match begin with: the globs cut off wherever the rest has nothing that no tag, or no digest, has. */
function beginningsOf(globs: readonly string[], impossible: RegExp): readonly ((text: string) => boolean)[] {
  const cuts = globs.flatMap((glob) =>
    Array.from(glob, (_, index) => [glob.slice(0, index + 1), glob.slice(index + 1)] as const),
  );
  const usable = cuts.filter(([cut, rest]) => !/\[[^\]]*$/.test(cut) && !impossible.test(rest));
  return usable.map(([cut]) => compileGlob(cut));
}
