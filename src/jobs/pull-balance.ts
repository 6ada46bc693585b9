/** What a registry last said of its limit to somebody. All times are in milliseconds since the epoch. */
export interface LimitWord {
  /** Pulls in a window. */
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds. */
  readonly window: number;
  readonly seenAt: number;
}

/** What is kept back. */
export interface KeptBack {
  /** Pulls for people; of a limit that is not above it, half. */
  readonly reserve: number;
  /** Pulls that others were promised. */
  readonly allotted: number;
}

/** What there is for us now. */
export interface PullBalance {
  /** Pulls that we took within the window. */
  readonly taken: number;
  /** Pulls that the registry would grant, as far as we can tell. */
  readonly remaining: number;
  /** Pulls that may be taken. */
  readonly free: number;
  /** When there will be more, where none may. Later than now. */
  readonly until: number | null;
}

/** Parts of a window after which a registry's word may have come to be wrong, as others' pulls have left it unseen. */
const WORDS_PER_WINDOW = 12;
/** Milliseconds after which pulls that were promised to others may be there again. */
const PROMISE = 5 * 60_000;

/**
 * The pulls that may be taken at `now` from a window that slides: at most what the limit grants us if nobody else pulls, and at most what the
 * registry said last, without those that we took since, with those of ours that have left the window since. Where others have spent
 * them, nobody tells us when theirs leave it: then one is granted every twelfth of a window, and its answer is the registry's next word.
 *
 * @param pulls when we took some: all of the window before the registry's word or now, whichever is earlier; in any order. Times that
 *   are later than `now` count as now.
 */
export function pullBalance(
  { limit, window, ...word }: LimitWord,
  pulls: readonly number[],
  { allotted, ...kept }: KeptBack,
  now: number,
): PullBalance {
  const reserve = kept.reserve < limit ? kept.reserve : Math.floor(limit / 2);
  const seenAt = Math.min(word.seenAt, now);
  const times = pulls.map((time) => Math.min(time, now)).sort((a, b) => a - b);
  const counted = times.filter((time) => time > now - window);
  const since = counted.filter((time) => time > seenAt);
  const left = times.filter((time) => time <= now - window && time > seenAt - window && time <= seenAt);

  const byCount = limit - counted.length;
  // All that it counted has left the window.
  const isVoid = seenAt <= now - window;
  const byWord = isVoid ? byCount : Math.min(limit, word.remaining - since.length + left.length);
  const ours = byCount - reserve;
  const theirs = byWord - reserve;

  const spendsOnlyOurs = byWord >= byCount;
  const lookAgain = Math.max(seenAt, since.at(-1) ?? 0) + Math.ceil(window / WORDS_PER_WINDOW);
  const mayLook = !spendsOnlyOurs && ours >= 1 && lookAgain <= now;
  const room = mayLook ? Math.max(theirs, 1) : Math.min(ours, theirs);
  const free = Math.max(0, Math.min(ours, room) - allotted);

  /** When there is one, because so many of our pulls have left the window. */
  const leave = (balance: number) => (counted[-balance] ?? Number.POSITIVE_INFINITY) + window;
  const until = () => {
    if (room >= 1) return now + PROMISE;
    const byOurs = ours >= 1 ? now : Math.min(leave(ours), now + window);
    const byTheirs = theirs >= 1 || spendsOnlyOurs ? now : Math.min(leave(theirs), lookAgain);
    return Math.max(byOurs, byTheirs);
  };
  return {
    taken: counted.length,
    remaining: Math.max(0, Math.min(byWord, byCount)),
    free,
    until: free > 0 ? null : until(),
  };
}
