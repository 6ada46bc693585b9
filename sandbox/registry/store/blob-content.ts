/** The bytes of a blob, wherever they come from. */
export interface BlobContent {
  /** In bytes. */
  readonly size: number;
  /** The bytes from `start` (default 0) to before `end` (default `size`). */
  read(start?: number, end?: number): Iterable<Uint8Array>;
}

/** A blob kept in memory, as the chunks in which it arrived. */
export function heldContent(chunks: readonly Uint8Array[]): BlobContent {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return { size, read: (start = 0, end = size) => sliceChunks(chunks, start, end) };
}

/** A blob of any size that is never in memory: `chunks` makes its bytes anew each time, always the same. */
export function virtualContent(size: number, chunks: () => Iterable<Uint8Array>): BlobContent {
  return { size, read: (start = 0, end = size) => sliceChunks(chunks(), start, end) };
}

/** A blob that was hashed and thrown away: it exists, and reading it is an error of the test. */
export function sunkContent(size: number): BlobContent {
  return {
    size,
    read: () => {
      throw new Error("this blob was uploaded in sink mode: its bytes were not kept");
    },
  };
}

function* sliceChunks(chunks: Iterable<Uint8Array>, start: number, end: number): Generator<Uint8Array> {
  let offset = 0;
  for (const chunk of chunks) {
    if (offset >= end) return;
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, chunk.length);
    if (from < to) yield chunk.subarray(from, to);
    offset += chunk.length;
  }
}
