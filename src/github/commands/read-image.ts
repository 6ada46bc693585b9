import { compileGlob, GlobError } from "../../config/glob.ts";
import { LIMITS } from "../../config/limits.ts";
import { WordError } from "./word-error.ts";

/** What references and globs are made of. */
const WORD = /^[\w.:/@*?[\]!-]+$/;

/**
 * Reads what means images, as people write it, into a glob on `source:tag` in full, as `--only` takes it. What names no registry is looked
 * for in all of them (`redis:7` is any Redis 7), and what names no tag means all tags. Throws {@link WordError}.
 */
export function readImage(word: string): string {
  if (word.startsWith("-")) throw new WordError(`\`${word}\` is not an image, and there are no options`);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(word))
    throw new WordError(
      `\`${word}\` is not an image; write it without what stands before \`//\`, and without that`,
    );
  if (!WORD.test(word)) throw new WordError(`\`${word}\` is not an image or a glob on images`);
  const glob = namesRegistry(word) ? word : `*/${word}`;
  const whole = namesTag(glob) ? glob : `${glob}[:@]*`;
  if (whole.length > LIMITS.globLength)
    throw new WordError(`an image or a glob on images has at most ${LIMITS.globLength} characters`);
  try {
    compileGlob(word);
  } catch (error) {
    if (error instanceof GlobError) throw new WordError(`\`${word}\` is not a glob: ${error.message}`);
    throw error;
  }
  return whole;
}

/** As in references: what has a dot or a colon before the first slash is a host. A glob may stand for one. */
function namesRegistry(word: string): boolean {
  const slash = word.indexOf("/");
  return slash >= 0 && /^localhost$|[.:*?[]/.test(word.slice(0, slash));
}

function namesTag(word: string): boolean {
  return /[:@]/.test(word.slice(word.lastIndexOf("/") + 1));
}
