import type { TableWish } from "./source-looks.ts";

/** Pages that are worth it where tags are searched for: every tag that the search finds would be looked at one by one. */
const FEW_PAGES = 20;

/**
 * Whether a table of `pages` pages is likely to take fewer requests than looking at tags one by one, and listing them before where some
 * are searched for, by a list of `listPages` pages. For a single tag that is not searched for it never is.
 */
export function isWorthTable({ isSearched, tags }: TableWish, pages: number, listPages: number): boolean {
  if (isSearched) return pages <= Math.max(FEW_PAGES, tags + listPages);
  return tags > 1 && pages <= tags;
}
