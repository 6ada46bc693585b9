/** How many things are worked on at the same time. */
export interface LaneBounds<T> {
  /** In all. */
  readonly most: number;
  readonly laneOf: (item: T) => string;
  /** In one lane: at least 1, and asked anew before each. */
  readonly widthOf: (lane: string) => number;
}

/**
 * Maps in the order of the items, passing by those whose lane is full. Results in the order of the items; the first rejection is that of
 * the whole.
 */
export async function mapInLanes<T, R>(
  items: readonly T[],
  { most, laneOf, widthOf }: LaneBounds<T>,
  map: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const byLane = Map.groupBy(items.entries(), ([, item]) => laneOf(item));
  const lanes = [...byLane].map(([name, waiting]) => ({ name, waiting: waiting.reverse(), busy: 0 }));
  const { promise, resolve, reject } = Promise.withResolvers<R[]>();
  let busy = 0;
  const work = async (lane: { busy: number }, [index, item]: readonly [number, T]) => {
    busy++;
    lane.busy++;
    results[index] = await map(item);
    lane.busy--;
    busy--;
    begin();
  };
  const begin = () => {
    for (const lane of lanes) {
      while (busy < most && lane.busy < widthOf(lane.name)) {
        const next = lane.waiting.pop();
        if (!next) break;
        work(lane, next).catch(reject);
      }
    }
    if (busy === 0) resolve(results);
  };
  begin();
  return await promise;
}
