import { formatReference } from "../oci/reference.ts";
import type { Entry, TagRule } from "./config.ts";

/**
 * Globs, as `--only` takes them, on the sources that these entries select: `source:tag`, `source@digest`, each once. What an entry excludes
 * is not taken away, for the config that they are used with does that.
 */
export function scopeOf(entries: readonly Entry[]): readonly string[] {
  return [
    ...new Set(
      entries.flatMap(({ source, selection }) => selection.map((rule) => scopeOfRule(source, rule))),
    ),
  ];
}

function scopeOfRule(source: Entry["source"], rule: TagRule): string {
  const name = formatReference(source).replaceAll(/[*?[]/g, "[$&]");
  if (rule.kind === "glob") return `${name}:${rule.pattern}`;
  // A glob cannot say more of them; what is not meant, the config leaves out.
  if (rule.kind === "regex" || rule.kind === "semver") return `${name}:*`;
  if (rule.kind === "exact") return `${name}:${rule.tag}`;
  return `${name}${rule.tag === undefined ? "" : `:${rule.tag}`}@${rule.digest}`;
}
