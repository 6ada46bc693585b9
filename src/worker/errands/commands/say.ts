import type { InstallationGitHub, RepositoryName } from "../../../github/github.ts";
import { isRefusal } from "../../../github/github-error.ts";
import type { Reaction } from "../../../github/threads.ts";
import type { Log } from "../../../jobs/log.ts";
import { commentOnce } from "../comment-once.ts";

/** A comment that is answered. */
export interface Answered {
  readonly github: Pick<InstallationGitHub, "threads">;
  readonly repository: RepositoryName;
  readonly thread: number;
  readonly comment: number;
  /** The id of the App. */
  readonly app: number;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Reacts to a comment. One that fails is not missed. Rejects with the signal's reason only. */
export async function react(
  { github, repository, comment, log, signal }: Answered,
  reaction: Reaction,
): Promise<void> {
  try {
    await github.threads.react(repository, comment, reaction, signal);
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ err: error, reaction }, "a reaction could not be given");
  }
}

/**
 * Replies to a comment, once however often it is done. Where the conversation is locked, or limited, nothing is said. Throws `GitHubError`
 * where that may pass.
 */
export async function reply(
  { github: { threads }, repository, thread, comment, app, log, signal }: Answered,
  text: string,
): Promise<void> {
  try {
    await commentOnce(threads, repository, thread, { app, name: `reply-${comment}`, text }, signal);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    log.warn({ err: error }, "a comment could not be answered");
  }
}
