import type { RepositoryName } from "../../github/github.ts";
import { isMarked, marked } from "../../github/report/marker.ts";
import type { Threads } from "../../github/threads.ts";

/** What is to be said, by which App, and the name under which it is found again. */
export interface NamedComment {
  readonly app: number;
  readonly name: string;
  readonly text: string;
}

/** Comments in a conversation, once however often it is done. */
export async function commentOnce(
  threads: Threads,
  repository: RepositoryName,
  thread: number,
  { app, name, text }: NamedComment,
  signal: AbortSignal,
): Promise<void> {
  for await (const { body } of threads.ownComments(repository, thread, signal)) {
    if (isMarked(body, app, name)) return;
  }
  await threads.reply(repository, thread, marked(app, name, text), signal);
}
