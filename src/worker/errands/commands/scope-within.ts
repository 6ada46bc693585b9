import type { Entry, Search, TagRule } from "../../../config/config.ts";
import { scopeOf } from "../../../config/scope-of.ts";
import { compileEntry } from "../../../plan/compile-entry.ts";
import { compileOnly } from "../../../reconcile/compile-only.ts";

/** A glob's part on tags: of `redis:7.*` the `7.*`. */
const TAG = /:([^/:@]+)$/;

/**
 * What these entries select, as far as globs on `source:tag` mean it: globs in turn, as `scopeOf` gives them. No globs mean all of it. Where the
 * entry searches tags too, the one that was asked for takes its place.
 */
export function scopeWithin(entries: readonly Entry[], images: readonly string[]): readonly string[] {
  if (images.length === 0) return scopeOf(entries);
  return scopeOf(
    entries.map((entry) => ({
      ...entry,
      selection: entry.selection.flatMap((rule) => narrow(entry.source, rule, images)),
    })),
  );
}

function narrow(source: Entry["source"], rule: TagRule, images: readonly string[]): readonly TagRule[] {
  if (rule.kind === "exact" || rule.kind === "pinned") {
    const { kind: _, ...which } = rule;
    return compileOnly(images).means({ ...source, ...which }) ? [rule] : [];
  }
  return images
    .filter((image) => compileOnly([image]).mayMean(source))
    .flatMap((image) => narrowSearch(rule, TAG.exec(image)?.[1]));
}

function narrowSearch(rule: Search, tag: string | undefined): readonly TagRule[] {
  if (tag === undefined || tag === "*") return [rule];
  const mayBeBoth = /[*?[]/.test(tag) || compileEntry({ selection: [rule], exclude: [] })(tag);
  return mayBeBoth ? [{ kind: "glob", pattern: tag, latest: undefined }] : [];
}
