import type { Entry, TagRule } from "../config/config.ts";
import type { TagTable } from "../oci/tag-facts.ts";
import { judgeTags } from "./selection/judge-tags.ts";
import type { Reason } from "./selection/reason.ts";
import type { KnownTag } from "./versions/group-aliases.ts";

/** What became of a tag of a source. One of `rule` and `why` is there. */
export interface TagVerdict {
  readonly tag: string;
  /** The first rule that selects it. */
  readonly rule?: TagRule;
  /** Why none does, for people: `excluded by *-rc*`, `another line of versions (suffix -alpine)`. */
  readonly why?: string;
  /** The tag whose version it goes by. */
  readonly aliasOf?: string;
}

/** Every tag of the source in the order of the list, with what selects it or why nothing does. As `selectTags` decides. */
export function explainTags(
  entry: Pick<Entry, "selection" | "exclude">,
  available: TagTable,
): readonly TagVerdict[] {
  const { tags, selected, reasons } = judgeTags(entry, available);
  return tags.map((tag) => {
    const rule = selected.get(tag.name);
    const reason = reasons.get(tag);
    return {
      tag: tag.name,
      ...(rule && { rule }),
      ...(reason && { why: explain(tag, reason) }),
      ...(tag.aliasOf !== undefined && { aliasOf: tag.aliasOf }),
    };
  });
}

/** With what is to be said of this tag alone. */
function explain(tag: KnownTag, { why, detail }: Reason): string {
  return detail ? `${why} (${detail(tag)})` : why;
}
