import { describeFailure } from "./describe-failure.ts";

/** What GitHub answers, or a `GitHubError` that names the operation. The reason of an aborted signal is thrown as it is. */
export async function told<T>(operation: string, signal: AbortSignal, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    signal.throwIfAborted();
    throw describeFailure(error, operation);
  }
}

/** The same for answers that come in pages. */
export async function* toldInPages<T>(
  operation: string,
  signal: AbortSignal,
  pages: AsyncIterable<{ readonly data: readonly T[] }>,
): AsyncIterable<T> {
  try {
    for await (const { data } of pages) yield* data;
  } catch (error) {
    signal.throwIfAborted();
    throw describeFailure(error, operation);
  }
}
