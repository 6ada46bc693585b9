/** Stands for any run of items, also none. */
export const ANY_RUN = Symbol("any run");

/** An item that stands for itself, what one item must satisfy, or a run of any. */
export type Step = string | ((item: string) => boolean) | typeof ANY_RUN;

/**
 * Whether the steps match the whole sequence. It never goes back further than to the last run, so that it makes at most steps × items
 * tests: a matcher that backtracks would let the author of a pattern hang the process.
 */
export function matchSequence(steps: readonly Step[], items: ArrayLike<string>): boolean {
  let step = 0;
  let at = 0;
  let afterRun = -1;
  let retryAt = 0;
  while (at < items.length) {
    const wanted = steps[step];
    const item = items[at] ?? "";
    if (wanted === ANY_RUN) {
      step += 1;
      afterRun = step;
      retryAt = at;
    } else if (wanted === item || (typeof wanted === "function" && wanted(item))) {
      step += 1;
      at += 1;
    } else if (afterRun >= 0) {
      // The last run takes one item more.
      step = afterRun;
      retryAt += 1;
      at = retryAt;
    } else {
      return false;
    }
  }
  while (steps[step] === ANY_RUN) step += 1;
  return step === steps.length;
}
