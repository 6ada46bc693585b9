import { code, link, time } from "./markdown.ts";

/** A run that has ended, as issues tell of it. */
export interface ToldRun {
  /** Plain text: `Synced: 2 copied (1.8 GB), 1 failed`. */
  readonly title: string;
  /** The page of its check run. */
  readonly url: string;
  readonly commit: string;
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
}

/** A run in a line of Markdown: what it came to, linked, of which commit and when. */
export function runLine({ title, url, commit, endedAt }: ToldRun): string {
  return `${link(title, url)}, of ${code(commit.slice(0, 7))}, at ${time(endedAt)}`;
}
