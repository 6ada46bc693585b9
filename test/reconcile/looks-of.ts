import type { SandboxRegistry } from "../../sandbox/registry/start-registry.ts";
import type { TagFacts, TagTable } from "../../src/oci/tag-facts.ts";
import { directLooks } from "../../src/reconcile/direct-looks.ts";
import type { SourceLooks, TableWish } from "../../src/reconcile/source-looks.ts";

/** Looks that have a table of each repository of a registry, without asking it, and remember what tables were wanted for. */
export function looksOf({ store }: SandboxRegistry, factsOf: (tag: string) => TagFacts = () => ({})) {
  const wishes: (TableWish & { readonly source: string })[] = [];
  const looks: SourceLooks = {
    ...directLooks,
    table: async (source, wish) => {
      wishes.push({ source: `${source}`, ...wish });
      const rows = store.tags(source.name).map((tag): [string, TagFacts] => {
        const digest = store.manifest(source.name, tag)?.digest;
        return [tag, { ...(digest && { digest }), ...factsOf(tag) }];
      });
      return new Map(rows) satisfies TagTable;
    },
  };
  return { looks, wishes };
}
