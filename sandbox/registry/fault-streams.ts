type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** The first `limit` bytes. */
export async function* takeBytes(chunks: Chunks, limit: number): AsyncGenerator<Uint8Array> {
  let left = limit;
  if (left <= 0) return;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

/** The same bytes with the first one inverted. */
export async function* flipByte(chunks: Chunks): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const chunk of chunks) {
    yield first && chunk.length > 0 ? invertFirst(chunk) : chunk;
    if (chunk.length > 0) first = false;
  }
}

/** The first `limit` bytes, then `cut` and an error. A body that is shorter passes unharmed. */
export async function* cutStream(chunks: Chunks, limit: number, cut: () => void): AsyncGenerator<Uint8Array> {
  let left = limit;
  for await (const chunk of chunks) {
    if (chunk.length > left) {
      if (left > 0) yield chunk.subarray(0, left);
      cut();
      throw new Error("the request was cut off");
    }
    left -= chunk.length;
    yield chunk;
  }
}

function invertFirst(chunk: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(chunk);
  copy[0] = (copy[0] ?? 0) ^ 0xff;
  return copy;
}
