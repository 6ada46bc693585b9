import type { KeptPage, PageCache } from "./page-cache.ts";

const MOST_BYTES = 32 * 1024 * 1024;
/** Beside its bytes a page has an address, an ETag and a link. */
const OVERHEAD = 1024;

/** Pages in memory, `mostBytes` at most (default: 32 MiB); those that were not asked for longest go first. */
export function createMemoryPages(mostBytes = MOST_BYTES): PageCache {
  const pages = new Map<string, KeptPage>();
  let size = 0;
  const remove = (url: string): KeptPage | undefined => {
    const page = pages.get(url);
    if (page && pages.delete(url)) size -= sizeOf(page);
    return page;
  };
  const add = (url: string, page: KeptPage) => {
    pages.set(url, page);
    size += sizeOf(page);
  };
  return {
    get(url) {
      const page = remove(url);
      if (page) add(url, page);
      return page;
    },
    set(url, page) {
      remove(url);
      // One page shall not drive out all others.
      if (sizeOf(page) > mostBytes / 4) return;
      add(url, page);
      for (const oldest of pages.keys()) {
        if (size <= mostBytes) break;
        remove(oldest);
      }
    },
  };
}

function sizeOf({ bytes }: KeptPage): number {
  return bytes.length + OVERHEAD;
}
