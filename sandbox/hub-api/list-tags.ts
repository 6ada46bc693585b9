import { jsonReply, type Reply } from "../registry/reply.ts";
import type { RegistryStore, TagSpan } from "../registry/store/registry-store.ts";
import { hubRefusal } from "./hub-refusal.ts";
import { tagJson } from "./tag-json.ts";

/** The most of one page, and the page of who asks for no number. */
const MOST = 100;
const USUAL = 10;
/** Tags that callers without an account may not page past, since August 2026. harbor#23819 */
const ANONYMOUS_END = 1000;

/** What a list is made from. */
export interface ListOptions {
  readonly store: RegistryStore;
  readonly hasDigest: (repository: string, span: TagSpan) => boolean;
}

type Order = (a: TagSpan, b: TagSpan) => number;

const newestFirst: Order = (a, b) => b.since - a.since;
const byName: Order = (a, b) => (a.tag < b.tag ? -1 : 1);

/** By the value of `ordering`. A minus is the oldest first, whatever one would think. */
const ORDERS: Readonly<Record<string, Order>> = {
  last_updated: newestFirst,
  "-last_updated": (a, b) => a.since - b.since,
  name: byName,
  "-name": (a, b) => byName(b, a),
};

/** A page of a repository's tags, with the address of the next one. The list may change between two pages; nobody keeps it for the caller. */
export function listTags(url: URL, repository: string, isSignedIn: boolean, options: ListOptions): Reply {
  const { store, hasDigest } = options;
  const query = url.searchParams;
  const size = Math.min(MOST, countIn(query, "page_size", USUAL));
  const page = countIn(query, "page", 1);
  const name = query.get("name");
  const start = (page - 1) * size;
  if (start >= ANONYMOUS_END && !isSignedIn) {
    return hubRefusal(403, "pagination offset too large for anonymous requests; sign in to page further");
  }
  const all = store.taggings(repository).filter(({ tag }) => name === null || tag.includes(name));
  all.sort(ORDERS[query.get("ordering") ?? "last_updated"] ?? newestFirst);
  const shown = all.slice(start, start + size);
  const link = (number: number) => {
    const target = new URL(url);
    target.searchParams.set("page", String(number));
    return target.href;
  };
  return jsonReply(200, {
    count: all.length,
    next: start + size < all.length ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results: shown.map((span) => tagJson(store, repository, span, hasDigest(repository, span))),
  });
}

function countIn(query: URLSearchParams, name: string, otherwise: number): number {
  const number = Number(query.get(name) ?? otherwise);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
