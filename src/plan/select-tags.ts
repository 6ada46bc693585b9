import type { Entry, TagRule } from "../config/config.ts";
import { compileGlob } from "../config/glob.ts";
import { compileTagFilter } from "../config/tag-filter.ts";
import type { Digest } from "../oci/digest.ts";
import { isTag } from "../oci/reference.ts";

/** An image of the entry's source: by tag, by digest, or by a tag whose digest is given. */
export interface SelectedImage {
  readonly tag?: string;
  readonly digest?: Digest;
}

export interface Selection {
  readonly images: readonly SelectedImage[];
  /** Globs that selected nothing, which a person may want to know. */
  readonly idleGlobs: readonly string[];
}

/** Whether the tags of the source must be listed to know what the entry means. */
export function needsTagList({ selection }: Pick<Entry, "selection">): boolean {
  return selection.some(({ kind }) => kind === "glob");
}

/**
 * The images that an entry means now: the union of its rules in their order, less what it excludes, each tag once. For
 * a glob, the order is that of `available`, the tags of the source; undefined serves where no list is needed.
 */
export function selectTags(
  { selection, exclude }: Pick<Entry, "selection" | "exclude">,
  available: readonly string[] | undefined,
): Selection {
  const excludedBy = compileTagFilter(exclude);
  // The list is the registry's word. What is no tag must not get into the path of a request.
  const listed = (available ?? []).filter(isTag);
  const images = new Map<string, SelectedImage>();
  const idleGlobs: string[] = [];
  for (const rule of selection) {
    const meant = imagesOf(rule, listed).filter(({ tag }) => !tag || excludedBy(tag) === undefined);
    if (rule.kind === "glob" && meant.length === 0) idleGlobs.push(rule.pattern);
    for (const image of meant) {
      const name = image.tag ?? image.digest ?? "";
      if (!images.has(name)) images.set(name, image);
    }
  }
  return { images: [...images.values()], idleGlobs };
}

function imagesOf(rule: TagRule, available: readonly string[]): readonly SelectedImage[] {
  if (rule.kind === "exact") return [{ tag: rule.tag }];
  if (rule.kind === "pinned") return [{ digest: rule.digest, ...(rule.tag && { tag: rule.tag }) }];
  const matches = compileGlob(rule.pattern);
  return available.filter(matches).map((tag) => ({ tag }));
}
