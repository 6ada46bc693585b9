import type { Entry, Search, TagRule } from "../config/config.ts";
import type { Digest } from "../oci/digest.ts";
import type { TagTable } from "../oci/tag-facts.ts";
import { countLeftOut, type LeftOut } from "./selection/count-left-out.ts";
import { isSearch } from "./selection/is-search.ts";
import { judgeTags } from "./selection/judge-tags.ts";

/** An image of the entry's source: by tag, by digest, or by a tag whose digest is given. */
export interface SelectedImage {
  readonly tag?: string;
  readonly digest?: Digest;
}

export interface Selection {
  readonly images: readonly SelectedImage[];
  /** Searches that selected nothing, which a person may want to know. */
  readonly idle: readonly Search[];
  /** Why the other tags of the source are not selected, the most first. */
  readonly left: readonly LeftOut[];
}

/** Whether the tags of the source must be listed to know what the entry means. */
export function needsTagList({ selection }: Pick<Entry, "selection">): boolean {
  return selection.some(isSearch);
}

/**
 * The images that an entry means now: the union of its rules in their order, less what it excludes, each tag once. For
 * a search, the order is that of `available`, the tags of the source; undefined serves where no list is needed.
 */
export function selectTags(
  entry: Pick<Entry, "selection" | "exclude">,
  available: TagTable | undefined,
): Selection {
  const { selected, idle, reasons } = judgeTags(entry, available ?? new Map());
  return {
    images: [...selected].map(([name, rule]) => imageOf(name, rule)),
    idle,
    left: countLeftOut(reasons),
  };
}

function imageOf(name: string, rule: TagRule): SelectedImage {
  if (rule.kind !== "pinned") return { tag: name };
  return { digest: rule.digest, ...(rule.tag && { tag: rule.tag }) };
}
