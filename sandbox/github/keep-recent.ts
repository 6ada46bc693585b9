/** More than any scenario makes. */
const MOST = 10_000;

/** Adds to a log, and takes its oldest tenth away where it would hold more than 10,000: a GitHub may run for days. */
export function keepRecent<T>(log: T[], entry: T): void {
  if (log.length >= MOST) log.splice(0, MOST / 10);
  log.push(entry);
}
