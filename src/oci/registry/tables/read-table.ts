import { RegistryError } from "../../error.ts";
import { redactUrl } from "../../http/redact.ts";
import { isTag } from "../../reference.ts";
import type { TagFacts, TagTable } from "../../tag-facts.ts";
import { type PageCache, readPage } from "../page-cache.ts";
import type { Registry } from "../registry.ts";
import { TAGS_A_PAGE, type TagApi, type TagApiPage } from "./tag-api.ts";

const LARGEST_PAGE = 16 * 1024 * 1024;
const MOST_READINGS = 3;

/** What is read, and with what. */
export interface TableOrder {
  readonly api: TagApi;
  /** Answers for `api.host`. */
  readonly registry: Registry;
  readonly repository: string;
  /** Asked before a further page is fetched whether so many in all, or more where the API does not count, are worth it. */
  readonly isWorth: (pages: number) => boolean;
  readonly cache?: PageCache | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What came of it. */
export type TableReading =
  | { readonly kind: "table"; readonly table: TagTable }
  /** It has so many pages, or more, and was not read to its end. */
  | { readonly kind: "long"; readonly pages: number }
  /** Nothing to go by: there is no such repository, it has no tags, or they changed while they were read, again and again. */
  | { readonly kind: "none" };

const NONE: TableReading = { kind: "none" };

/**
 * Reads the tags of a repository with what they point at, a page after the other, for nobody in particular: no credential is shown.
 *
 * Tags that are pushed or deleted meanwhile move others from page to page, where one may be missed. A table is taken only where that
 * did not happen: as many came as the API counts; or, where it counts none and has the newest first, the first page is the same after
 * the last. Otherwise it is read again, three times in all. A deletion further down in a list without a count remains unseen, and can
 * hide one tag from this reading.
 *
 * Of a tag that comes twice the first word counts, and what could not be the tag of a reference is left out. Throws `RegistryError`.
 */
export async function readTable(order: TableOrder): Promise<TableReading> {
  for (let tried = 0; tried < MOST_READINGS; tried++) {
    const reading = await readOnce(order);
    if (reading) return reading;
  }
  return NONE;
}

/** Undefined where it may have missed something. */
async function readOnce(order: TableOrder): Promise<TableReading | undefined> {
  const { api, isWorth } = order;
  const facts = new Map<string, TagFacts>();
  const first = await fetchPage(order, 1);
  if (!first) return NONE;
  for (let page = first, number = 1; ; ) {
    for (const tag of page.tags) if (!facts.has(tag.name)) facts.set(tag.name, tag.facts);
    if (page.isLast) break;
    number++;
    const pages = Math.max(number, Math.ceil((first.count ?? 0) / TAGS_A_PAGE));
    if (pages > api.mostPages || !isWorth(pages)) return { kind: "long", pages };
    const next = await fetchPage(order, number);
    if (!next || next.count !== first.count) return undefined;
    page = next;
  }
  const isWhole = first.isLast || (await isUnchanged(order, first, facts.size));
  if (!isWhole) return undefined;
  const table = new Map([...facts].filter(([name]) => isTag(name)));
  return table.size > 0 ? { kind: "table", table } : NONE;
}

async function isUnchanged(order: TableOrder, first: TagApiPage, seen: number): Promise<boolean> {
  if (first.count !== undefined) return first.count === seen;
  const again = await fetchPage(order, 1);
  return JSON.stringify(again?.tags) === JSON.stringify(first.tags);
}

/** Undefined where there is no such page. */
async function fetchPage(
  { api, registry, repository, cache, signal }: TableOrder,
  number: number,
): Promise<TagApiPage | undefined> {
  const path = api.pathOf(repository, number);
  if (path === undefined) return undefined;
  const url = new URL(path, registry.endpoint);
  const { response, bytes } = await readPage(url, cache, ({ headers, expect }) => {
    const call = { method: "GET", url, headers, expect: [200, 404, ...expect], signal } as const;
    return registry.read(call, undefined, LARGEST_PAGE);
  });
  if (response.status === 404) return undefined;
  const page = api.parse(bytes.toString("utf8"));
  if (page) return page;
  throw new RegistryError("MALFORMED", `GET ${redactUrl(url)}: the answer is no list of tags`, {
    method: "GET",
  });
}
