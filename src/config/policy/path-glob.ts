import { compileGlob, GlobError, isGlob } from "../glob.ts";
import { ANY_RUN, matchSequence, type Step } from "../match-sequence.ts";

/**
 * Makes a test for whole paths: each part of the pattern is a glob for one part of the path, of which `*` therefore is any run of
 * characters but `/`; `**` as a whole part is any number of parts, also none. Throws `GlobError`.
 */
export function compilePathGlob(pattern: string): (path: string) => boolean {
  const steps: Step[] = [];
  let start = 0;
  for (const part of pattern.split("/")) {
    steps.push(part === "**" ? ANY_RUN : compilePart(part, start));
    start += part.length + 1;
  }
  return (path) => matchSequence(steps, path.split("/"));
}

/** `start` is where the part begins in the pattern. */
function compilePart(part: string, start: number): Step {
  if (part === "") throw new GlobError(start, "there is nothing between two slashes, or beside one");
  const stars = part.indexOf("**");
  if (stars >= 0) throw new GlobError(start + stars, "`**` stands alone between slashes");
  try {
    return isGlob(part) ? compileGlob(part) : part;
  } catch (error) {
    if (error instanceof GlobError) throw new GlobError(start + error.position, error.message);
    throw error;
  }
}
