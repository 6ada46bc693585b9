import { header } from "../http/body.ts";
import type { HttpResponse } from "../http/exchange.ts";
import type { Answer } from "./registry.ts";

/** Keeps pages of lists with what their registry calls them, so that they need not be sent again. */
export interface PageCache {
  get(url: string): KeptPage | undefined;
  set(url: string, page: KeptPage): void;
}

/** A page as it came. */
export interface KeptPage {
  readonly etag: string;
  readonly bytes: Buffer;
  /** Its `Link` header. */
  readonly link: string | undefined;
}

/** What was read. Of a page that has not changed, the bytes are those that were kept. */
export interface ReadPage {
  readonly response: HttpResponse;
  readonly bytes: Buffer;
  readonly link: string | undefined;
}

/** What makes a call conditional. */
export interface Condition {
  readonly headers: Readonly<Record<string, string>>;
  /** Statuses that are expected besides. */
  readonly expect: readonly number[];
}

const UNCONDITIONAL: Condition = { headers: {}, expect: [] };

/**
 * Reads a page, and has it sent only if it is not the one that is kept (`If-None-Match`, 304). A registry that names no `ETag` is asked
 * as ever. RFC 9110, 13.1.2.
 */
export async function readPage(
  url: URL,
  cache: PageCache | undefined,
  read: (condition: Condition) => Promise<Answer>,
): Promise<ReadPage> {
  const kept = cache?.get(url.href);
  const condition = kept ? { headers: { "if-none-match": kept.etag }, expect: [304] } : UNCONDITIONAL;
  const { response, bytes } = await read(condition);
  if (kept && response.status === 304) return { response, bytes: kept.bytes, link: kept.link };
  const link = header(response, "link");
  const etag = header(response, "etag");
  if (etag && response.status === 200) cache?.set(url.href, { etag, bytes, link });
  return { response, bytes, link };
}
