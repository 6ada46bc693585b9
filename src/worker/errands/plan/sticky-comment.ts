import type { InstallationGitHub, RepositoryName } from "../../../github/github.ts";
import { isRefusal } from "../../../github/github-error.ts";
import { isMarked, marked } from "../../../github/report/marker.ts";

const MARKER = "plan";

/** Where the one comment of a pull request stands, or is to stand. */
export interface StickyPlace {
  readonly github: InstallationGitHub;
  readonly repository: RepositoryName;
  readonly pull: number;
  /** The id of the App. */
  readonly app: number;
  readonly signal: AbortSignal;
}

/** The one comment of ours on a pull request; null where there is none. */
export async function findSticky({
  github,
  repository,
  pull,
  app,
  signal,
}: StickyPlace): Promise<number | null> {
  for await (const { id, body } of github.threads.ownComments(repository, pull, signal))
    if (isMarked(body, app, MARKER)) return id;
  return null;
}

/**
 * Has the comment say `text`. One that somebody has deleted stays deleted, and keeps its id here, so that nobody gets another mail. Locks and
 * limits are tolerated: the check run says the same.
 */
export async function editSticky(
  { github, repository, app, signal }: StickyPlace,
  comment: number,
  text: string,
): Promise<void> {
  await unlessRefused(github.threads.editComment(repository, comment, marked(app, MARKER, text), signal));
}

/** Writes it. Null: GitHub did not let us. */
export async function writeSticky(
  { github, repository, pull, app, signal }: StickyPlace,
  text: string,
): Promise<number | null> {
  const written = github.threads.reply(repository, pull, marked(app, MARKER, text), signal);
  return (await unlessRefused(written)) ?? null;
}

async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}
