import type { TagFacts } from "../../tag-facts.ts";

/** Tags on a page, of either API. */
export const TAGS_A_PAGE = 100;

/** An API that stands beside a registry's own, and lists tags with what they point at, a hundred a page. */
export interface TagApi {
  /** Who answers it, by a name as references have it. */
  readonly host: string;
  /** Pages that it gives nobody in particular. */
  readonly mostPages: number;
  /** Names on a page of the registry's plain list. */
  readonly namesAPage: number;
  /** Path and query of a page, the first being 1. Undefined for a repository that it cannot have. */
  pathOf(repository: string, page: number): string | undefined;
  /** What a page says; undefined for what is no page. */
  parse(text: string): TagApiPage | undefined;
}

/** A page of tags. */
export interface TagApiPage {
  /** As they came: also what is no tag, and twice what came twice. */
  readonly tags: readonly NamedFacts[];
  /** Of all pages, where it tells. */
  readonly count?: number;
  readonly isLast: boolean;
}

export interface NamedFacts {
  readonly name: string;
  readonly facts: TagFacts;
}
