import type { Digest } from "./digest.ts";

/** What a list of tags says of one. A plain list says nothing but its name. */
export interface TagFacts {
  readonly digest?: Digest;
  /** When it was pushed last, in milliseconds since the epoch. By the registry's clock. */
  readonly pushedAt?: number;
  /** Manifests that a first copy of it fetches: its platforms, and the index. */
  readonly manifests?: number;
  /** Of its layers, as far as the list tells. */
  readonly bytes?: number;
}

/** The tags of a source, in the registry's order. */
export type TagTable = ReadonlyMap<string, TagFacts>;
