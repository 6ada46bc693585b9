import { stat } from "node:fs/promises";
import {
  ReferenceError as BadReference,
  formatReference,
  parseReference,
  type Reference,
} from "../../oci/reference.ts";
import { UsageError } from "../usage-error.ts";

/** What `tags` is to look at. */
export type Target = { readonly file: string } | { readonly image: Reference };

/**
 * A file where there is one, or where the argument looks like one (`-`, `./x`, `mirror.yml`), else the name of an image's repository. Throws
 * {@link UsageError} where it is neither.
 */
export async function targetOf(argument: string): Promise<Target> {
  if (looksLikeFile(argument) || (await isFile(argument))) return { file: argument };
  try {
    const image = parseReference(argument);
    if (image.tag === undefined && image.digest === undefined) return { image };
    const { registry, repository } = image;
    const name = formatReference({ registry, repository });
    throw new UsageError(`"${argument}" names one image; give the repository alone: ${name}`);
  } catch (error) {
    if (!(error instanceof BadReference)) throw error;
    throw new UsageError(`there is no file "${argument}", and ${error.message}`);
  }
}

function looksLikeFile(argument: string): boolean {
  return argument === "-" || /^(?:\.{0,2}|~)[\\/]|\.ya?ml$/.test(argument);
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => !found.isDirectory(),
    () => false,
  );
}
