import { RegistryError } from "../error.ts";
import { discardBody, header, readBody } from "../http/body.ts";
import type { HttpResponse } from "../http/exchange.ts";
import { nextLink } from "../http/link.ts";
import { redactUrl } from "../http/redact.ts";
import type { Repository } from "./repository.ts";

const PAGE = 1_000;
const LARGEST_PAGE = 16 * 1024 * 1024;
const MOST_TAGS = 250_000;

/** A page of tags; `complete` when no other page follows. */
export interface TagPage {
  readonly tags: readonly string[];
  readonly complete: boolean;
}

/**
 * All tags of a repository, each once, in the registry's order; `undefined` where there is no such repository (404).
 * Pages are followed by `Link`, and by `last` where a registry cuts its list without one. Throws `TOO_LARGE` past 250,000
 * tags and `MALFORMED` for pages that go in a circle. OCI distribution-spec, "Listing Tags".
 */
export async function listTags(repository: Repository, signal?: AbortSignal): Promise<readonly string[] | undefined> {
  const tags = new Set<string>();
  let path: string | undefined = `tags/list?n=${PAGE}`;
  for (const asked = new Set<string>(); path !== undefined; ) {
    if (asked.has(path)) throw malformed(repository, "the pages of the tag list go in a circle");
    asked.add(path);
    const page = await fetchPage(repository, path, signal);
    if (!page) return asked.size === 1 ? undefined : [...tags];
    const before = tags.size;
    for (const tag of page.tags) tags.add(tag);
    if (tags.size > MOST_TAGS) throw tooMany(repository);
    // A page that brings nothing new ends a list whose registry ignores `last`.
    path = tags.size > before ? page.next : undefined;
  }
  return [...tags];
}

/** The first page only: enough to know whether a repository exists, and all of a small one. */
export async function firstTags(repository: Repository, signal?: AbortSignal): Promise<TagPage | undefined> {
  const page = await fetchPage(repository, `tags/list?n=${PAGE}`, signal);
  return page && { tags: page.tags, complete: page.next === undefined };
}

interface Page {
  readonly tags: readonly string[];
  readonly next: string | undefined;
}

async function fetchPage(repository: Repository, path: string, signal: AbortSignal | undefined): Promise<Page | undefined> {
  const response = await repository.call({ method: "GET", path, expect: [200, 404], signal });
  if (response.status === 404) {
    await discardBody(response);
    return undefined;
  }
  const bytes = await readBody(response, LARGEST_PAGE);
  const tags = parseTags(bytes.toString("utf8"));
  if (!tags) throw malformed(repository, "the tag list is not as the specification has it");
  return { tags, next: nextPath(repository, response, tags) };
}

function parseTags(text: string): readonly string[] | undefined {
  try {
    const { tags } = JSON.parse(text) as { tags?: unknown };
    if (tags === null || tags === undefined) return [];
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : undefined;
  } catch {
    return undefined;
  }
}

function nextPath(repository: Repository, response: HttpResponse, tags: readonly string[]): string | undefined {
  const link = nextLink(header(response, "link"), response.url);
  if (link) {
    const base = new URL(`/v2/${repository.name}/`, repository.registry.endpoint).href;
    if (!link.href.startsWith(base)) throw malformed(repository, `the next page is elsewhere (${redactUrl(link)})`);
    return link.href.slice(base.length);
  }
  const last = tags.at(-1);
  return tags.length === PAGE && last !== undefined ? `tags/list?n=${PAGE}&last=${encodeURIComponent(last)}` : undefined;
}

function malformed(repository: Repository, why: string): RegistryError {
  return new RegistryError("MALFORMED", `${repository}: ${why}`);
}

function tooMany(repository: Repository): RegistryError {
  return new RegistryError("TOO_LARGE", `${repository}: more than ${MOST_TAGS} tags`);
}
