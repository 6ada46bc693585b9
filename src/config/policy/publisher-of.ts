import type { PolicyLayer, PublisherRule } from "./policy.ts";

/** The organization's word on what carries the bytes; undefined where it has none. */
export function publisherOf(layers: readonly PolicyLayer[]): PublisherRule | undefined {
  return layers.find(({ kind }) => kind === "organization")?.policy.publisher;
}
