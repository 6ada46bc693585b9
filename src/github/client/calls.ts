import { abortable } from "../../oci/abortable.ts";
import { GitHubError } from "../github-error.ts";
import { describeFailure } from "./describe-failure.ts";

/**
 * Calls to GitHub with one token. What fails becomes a `GitHubError` that names the operation. While a limit holds, nothing
 * is asked: GitHub bans who goes on
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit).
 */
export class Calls {
  readonly #now: () => number;
  #limitedUntil = 0;

  /** `now`: milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * What GitHub answers. The reason of an aborted signal is thrown as it is, and at once: Octokit heeds the signal while a
   * request is under way, but not in its pauses between two tries.
   */
  async make<T>(operation: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const wait = this.#limitedUntil - this.#now();
    if (wait > 0) {
      const words = `its rate limit holds for another ${Math.ceil(wait / 1000)} s`;
      throw new GitHubError("RATE_LIMITED", operation, words);
    }
    try {
      return await abortable(ask(), signal);
    } catch (error) {
      signal.throwIfAborted();
      const failure = describeFailure(error, operation, this.#now());
      if (failure instanceof GitHubError && failure.retryAfter !== undefined) {
        this.#limitedUntil = this.#now() + failure.retryAfter;
      }
      throw failure;
    }
  }

  /** The same for answers that come in pages, `most` of them at most. */
  async *pages<T>(
    operation: string,
    signal: AbortSignal,
    pages: AsyncIterable<{ readonly data: readonly T[] }>,
    most: number = Number.POSITIVE_INFINITY,
  ): AsyncIterable<T> {
    const iterator = pages[Symbol.asyncIterator]();
    for (let count = 0; count < most; count++) {
      const page = await this.make(operation, signal, () => iterator.next());
      if (page.done) return;
      yield* page.value.data;
    }
  }
}
