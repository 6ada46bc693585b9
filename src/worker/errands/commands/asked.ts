import type { InstallationGitHub } from "../../../github/github.ts";
import type { PullRequest } from "../../../github/pulls.ts";
import type { Place } from "../../../jobs/errand.ts";
import type { Asker } from "../../../jobs/request.ts";
import type { WorkerParts } from "../../parts.ts";

/** A command and all around it: who asked for it, where. */
export interface Asked {
  readonly parts: WorkerParts;
  readonly place: Place;
  readonly github: InstallationGitHub;
  readonly login: string;
  /** The number of the issue or pull request. */
  readonly thread: number;
  /** Null: a button was pressed. */
  readonly comment: number | null;
  /** The pull request in which it was asked; undefined: in an issue. */
  readonly pull: AskedPull | undefined;
  readonly signal: AbortSignal;
}

/** A pull request in which somebody asks for something. */
export interface AskedPull {
  readonly number: number;
  /** Its head when it was asked; null: not known. */
  readonly head: string | null;
  /** As it is now, looked up once. Undefined: there is none. */
  readonly now: () => Promise<PullRequest | undefined>;
}

/** Who is to be told when a run ends. */
export function askerOf({ login, thread, comment }: Asked, command: Asker["command"]): Asker {
  return { login, command, thread: comment === null ? null : thread, comment };
}
