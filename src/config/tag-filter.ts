import { compileGlob, isGlob } from "./glob.ts";

/** Makes a search for the tag or glob, among `patterns`, that a tag satisfies. Throws `GlobError`. */
export function compileTagFilter(patterns: readonly string[]): (tag: string) => string | undefined {
  const exact = new Set(patterns.filter((pattern) => !isGlob(pattern)));
  const globs = patterns.filter(isGlob).map((pattern) => ({ pattern, matches: compileGlob(pattern) }));
  return (tag) => (exact.has(tag) ? tag : globs.find(({ matches }) => matches(tag))?.pattern);
}
