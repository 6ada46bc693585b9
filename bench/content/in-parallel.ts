/** Runs `work` on every item, at most `limit` at a time. After a failure nothing new is begun, and it is thrown. */
export async function inParallel<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = Iterator.from(items);
  const worker = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value);
  };
  const stop = (error: unknown) => {
    while (!iterator.next().done);
    throw error;
  };
  await Promise.all(Array.from({ length: limit }, () => worker().catch(stop)));
}
