import {
  ReferenceError as BadReference,
  formatReference,
  isRepository,
  parseReference,
} from "../../oci/reference.ts";
import type { AddedImage } from "./command.ts";
import { WordError } from "./word-error.ts";

/** Reads the images that are to be added: each may have its `to=` behind it. At least one, each once. Throws {@link WordError}. */
export function readAddedImages(words: readonly string[], most: number): readonly AddedImage[] {
  const images: AddedImage[] = [];
  for (const word of words) {
    if (!word.startsWith("to=")) images.push({ source: readSource(word), to: undefined });
    else images.push({ source: lastOf(images, word).source, to: readPath(word) });
  }
  if (images.length === 0)
    throw new WordError("it does not say which image", "/mirror add docker.io/library/redis:7");
  if (images.length > most) throw new WordError(`it names more than ${most} images`);
  return [...new Map(images.map((image) => [JSON.stringify(image), image])).values()];
}

/** Takes the image that `to=` belongs to from the list. */
function lastOf(images: AddedImage[], word: string): AddedImage {
  const last = images.pop();
  if (!last) throw new WordError(`\`${word}\` belongs behind the image that goes there`);
  if (last.to !== undefined) throw new WordError(`\`${last.source}\` is to go to two places`);
  return last;
}

function readSource(word: string): string {
  const key = /^([a-z-]+)=/i.exec(word)?.[1];
  if (key !== undefined) throw new WordError(`there is no \`${key}=\`, only \`to=\``);
  if (/[*?[]/.test(word)) throw new WordError(`\`${word}\` is a glob, and images are added one by one`);
  return formatReference(parse(word));
}

/** Below the owner, or in full. */
function readPath(word: string): string {
  const path = word.slice("to=".length);
  if (path === "") throw new WordError("`to=` does not say where to");
  if (isRepository(path)) return path;
  const { tag, digest, registry, repository } = parse(path);
  if (tag || digest) throw new WordError(`\`${word}\`: copies keep the tag of their source`, undefined);
  return `${registry}/${repository}`;
}

function parse(text: string) {
  try {
    return parseReference(text);
  } catch (error) {
    if (!(error instanceof BadReference)) throw error;
    const lower = error.code === "UPPER_CASE" ? ` (did you mean \`${text.toLowerCase()}\`?)` : "";
    // The value in backticks: in quotes, an address would become a link.
    const words = error.message.replaceAll("`", "'").replace(/^"(.*)"(?= is not an image)/s, "`$1`");
    throw new WordError(`${words}${lower}`);
  }
}
