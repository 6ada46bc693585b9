import type { RegistryStore } from "../../../sandbox/registry/store/registry-store.ts";
import { parseConfig } from "../../../src/config/parse-config.ts";
import { formatReference } from "../../../src/oci/reference.ts";
import { destinationOf } from "../../../src/plan/destination.ts";
import { selectTags } from "../../../src/plan/select-tags.ts";

/** An image that a config means now, where it belongs, and what it may be there. */
export interface ExpectedImage {
  /** Below `ghcr.io`. */
  readonly repository: string;
  readonly tag: string;
  /** What the source has; of an entry that keeps what it has, all that the source ever had. */
  readonly digests: readonly string[];
}

/** What the destination of a config should hold, by what its sources hold now. */
export function expectedImages(config: string, hub: RegistryStore): readonly ExpectedImage[] {
  const { entries = [] } = parseConfig(config).config ?? {};
  return entries.flatMap((entry) => {
    const source = entry.source.repository;
    const taggings = hub.taggings(source);
    const available = new Map(taggings.map(({ tag, digest, since }) => [tag, { digest, pushedAt: since }]));
    const destination = formatReference(destinationOf(entry, { registry: "ghcr.io", owner: "acme" }));
    const spans = entry.onChange === "keep" ? hub.tagHistory(source) : taggings;
    return selectTags(entry, available).images.flatMap(({ tag = "" }) =>
      // One that is named and is gone is kept as it was.
      available.has(tag)
        ? [
            {
              repository: destination.replace("ghcr.io/", ""),
              tag,
              digests: spans.filter((span) => span.tag === tag).map(({ digest }) => digest),
            },
          ]
        : [],
    );
  });
}
