import type { RepositoryName } from "../../../github/github.ts";
import type { Thread, Threads } from "../../../github/threads.ts";

/** The newest of our own issues that fits, open or closed. Anybody can write a marker, so what others have opened is not even looked at. */
export async function findOwn(
  threads: Threads,
  repository: RepositoryName,
  fits: (thread: Thread) => boolean,
  signal: AbortSignal,
): Promise<Thread | undefined> {
  for await (const thread of threads.own(repository, signal)) {
    if (thread.isOwn && !thread.isPull && fits(thread)) return thread;
  }
  return undefined;
}

/** Whether two bodies say the same; GitHub's editor changes line ends. */
export function saysTheSame(body: string, other: string): boolean {
  return normalized(body) === normalized(other);
}

function normalized(body: string): string {
  return body.replaceAll("\r\n", "\n").trim();
}
