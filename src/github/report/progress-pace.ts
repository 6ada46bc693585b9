const [SHORTEST, LONGEST] = [3_000, 60_000];

/** What the pace goes by. */
export interface ProgressPace {
  /** Milliseconds since the run began. */
  readonly elapsed: number;
  /** Runs that are carried out in the same installation now, this one included. */
  readonly runs: number;
}

/**
 * How long to wait before a check run is updated again, in milliseconds: three seconds at first, a twentieth of the time that
 * the run has taken later, a minute at most; and so many times that for each of several runs at once, because they share
 * what GitHub allows an installation. That is 80 requests a minute and 500 an hour that make or change content
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits): whatever
 * runs, no more than 20 a minute, and about 120 in an hour of one long run, are spent on progress.
 */
export function progressInterval({ elapsed, runs }: ProgressPace): number {
  const alone = Math.min(LONGEST, Math.max(SHORTEST, elapsed / 20));
  return Math.round(alone * Math.max(1, runs));
}
