import { compileGlob, isGlob } from "../config/glob.ts";
import { formatReference, parseReference } from "../oci/reference.ts";
import type { ImageReport } from "../reconcile/report.ts";

/**
 * A line for each of the `--only` globs that matches none of the images, with the form that may have been meant. Nothing
 * where the tags of a repository could not be listed, because they might have matched. Globs must compile.
 */
export function idleOnly(globs: readonly string[], images: readonly ImageReport[]): string[] {
  if (images.some(isUnlisted)) return [];
  const sources = images.map(({ source }) => source);
  return globs.filter((glob) => !sources.some(compileGlob(glob))).map(idleLine);
}

/** Such an image stands for tags that nobody knows, with their glob in the place of the tag. */
function isUnlisted({ source }: ImageReport): boolean {
  return isGlob(source.slice(source.lastIndexOf("/")));
}

function idleLine(glob: string): string {
  const forms = fullForms(glob).map((form) => `"${form}"`);
  const hint = forms.length > 0 ? `; write the source in full, as in ${forms.join(" or ")}` : "";
  return `--only "${glob}" matches no image${hint}`;
}

/** For `app:1` the one of Docker Hub, and that of any registry. Nothing where the glob is in full already. */
function fullForms(glob: string): string[] {
  const [, name = glob, tag = name.endsWith("*") ? "" : ":*"] = /^(.*?)([:@][^/]*)$/.exec(glob) ?? [];
  const isRooted = /^(?:\*|localhost\/|[^/]*[.:][^/]*\/)/i.test(name);
  const names = isRooted ? [fullName(name) ?? name] : [fullName(name), `*/${name}`];
  return names.flatMap((form) => (form === undefined || form + tag === glob ? [] : [form + tag]));
}

/** Undefined for what is no name of a repository, such as most globs. */
function fullName(name: string): string | undefined {
  try {
    return formatReference(parseReference(name));
  } catch {
    return undefined;
  }
}
