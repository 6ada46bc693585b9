import { RegistryError } from "../error.ts";
import { nextLink } from "../http/link.ts";
import { isTag } from "../reference.ts";
import { type PageCache, readPage } from "./page-cache.ts";
import type { Repository } from "./repository.ts";

const PAGE = 1_000;
const LARGEST_PAGE = 16 * 1024 * 1024;
const MOST_TAGS = 250_000;
const MOST_PAGES = 2_500;

/** A page of tags; `complete` when no other page follows. */
export interface TagPage {
  readonly tags: readonly string[];
  readonly complete: boolean;
}

/**
 * All tags of a repository, each once, in the registry's order; `undefined` where there is no such repository (404). What
 * could not be the tag of a reference is left out. Pages are followed by `Link`, and by `last` where a registry cuts its
 * list without one. What `cache` has is not sent again, where the registry names its pages (`ETag`). Throws `TOO_LARGE` past 250,000 tags or 2,500 pages, and `MALFORMED` for pages that go in a circle.
 * OCI distribution-spec, "Listing Tags".
 */
export async function listTags(
  repository: Repository,
  signal?: AbortSignal,
  cache?: PageCache,
): Promise<readonly string[] | undefined> {
  let page = await fetchPage(repository, firstPage(repository), [200, 404], signal, cache);
  if (!page) return undefined;
  const tags = new Set(page.tags);
  for (const asked = new Set<string>(); ; ) {
    if (tags.size > MOST_TAGS) throw tooLarge(repository, `more than ${MOST_TAGS} tags`);
    const { link, guess } = page;
    const next = link ?? guess;
    if (!next) return [...tags];
    if (asked.has(next.href)) throw malformed(repository, "the pages of the tag list go in a circle");
    if (asked.size === MOST_PAGES) throw tooLarge(repository, `more than ${MOST_PAGES} pages of tags`);
    asked.add(next.href);
    page = await fetchPage(repository, next, link ? [200] : [200, 404], signal, cache);
    const before = tags.size;
    for (const tag of page?.tags ?? []) tags.add(tag);
    // A guessed page that brings nothing new: the list was complete, or the registry ignores `last`.
    if (!page || (!link && tags.size === before)) return [...tags];
  }
}

/** The first page only: enough to know whether a repository exists, and all of a small one. */
export async function firstTags(repository: Repository, signal?: AbortSignal): Promise<TagPage | undefined> {
  const page = await fetchPage(repository, firstPage(repository), [200, 404], signal);
  return page && { tags: page.tags, complete: !page.link && !page.guess };
}

interface Page {
  readonly tags: readonly string[];
  /** The next page, as the registry names it. */
  readonly link: URL | undefined;
  /** Where the next page would be: this one is as long as a page was asked to be. */
  readonly guess: URL | undefined;
}

function firstPage(repository: Repository): URL {
  return new URL(`/v2/${repository.name}/tags/list?n=${PAGE}`, repository.registry.endpoint);
}

async function fetchPage(
  repository: Repository,
  url: URL,
  expect: readonly number[],
  signal: AbortSignal | undefined,
  cache?: PageCache,
): Promise<Page | undefined> {
  const { response, bytes, link } = await readPage(url, cache, (condition) => {
    const { headers } = condition;
    const call = { method: "GET", url, headers, expect: [...expect, ...condition.expect], signal } as const;
    return repository.read(call, LARGEST_PAGE);
  });
  if (response.status === 404) return undefined;
  const tags = parseTags(bytes.toString("utf8"));
  if (!tags) throw malformed(repository, "the tag list is not as the specification has it");
  const guess = firstPage(repository);
  guess.searchParams.set("last", tags.at(-1) ?? "");
  return {
    tags: tags.filter(isTag),
    link: nextLink(link, response.url),
    guess: tags.length === PAGE ? guess : undefined,
  };
}

/** `undefined` for what is no list of tags. A repository without tags has `null` at some registries. */
function parseTags(text: string): readonly string[] | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
    const { tags = null } = body as { readonly tags?: unknown };
    if (tags === null) return [];
    return Array.isArray(tags) && tags.every((tag) => typeof tag === "string") ? tags : undefined;
  } catch {
    return undefined;
  }
}

function malformed(repository: Repository, why: string): RegistryError {
  return new RegistryError("MALFORMED", `${repository}: ${why}`);
}

function tooLarge(repository: Repository, why: string): RegistryError {
  return new RegistryError("TOO_LARGE", `${repository}: ${why}`);
}
