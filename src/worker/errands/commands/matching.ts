import { compileGlob } from "../../../config/glob.ts";
import { code } from "../../../github/report/render/markdown.ts";

/** A test on sources in full, `docker.io/library/redis:7`: whether these globs mean it. None at all mean everything. */
export function compileImages(globs: readonly string[]): (source: string) => boolean {
  const matchers = globs.map(compileGlob);
  return (source) => matchers.length === 0 || matchers.some((matches) => matches(source));
}

/** Those of the globs that mean none of these sources. */
export function vainOf(globs: readonly string[], sources: readonly string[]): readonly string[] {
  return globs.filter((glob) => !sources.some(compileGlob(glob)));
}

/** Globs as a reply names them, in Markdown. */
export function namesOf(globs: readonly string[]): string {
  return globs.map(code).join(", ");
}
