import type { Actions } from "./actions/actions.ts";
import type { App } from "./apps/app.ts";
import type { Tokens } from "./auth/tokens.ts";
import type { Repository } from "./repositories/repository.ts";

/** A user, an organization, or the bot that an App acts as (`ghcr-mirror[bot]`). */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Organization" | "Bot";
}

/** Something happened that webhooks tell about. `payload` lacks `repository`, `organization`, `installation` and `sender`, which delivery adds. */
export interface Happening {
  /** `push`, `check_run` … */
  readonly event: string;
  /** With its `action`, where the event has one. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly repository?: Repository;
  readonly sender: Account;
}

/** Everything that this GitHub knows: what handlers read and change. */
export interface World {
  /** Where its API answers, without a slash at the end. */
  readonly url: string;
  /** The one App there is, besides GitHub's own. */
  readonly app: App;
  /** GitHub's own, `github-actions`: jobs of workflows are its check runs. */
  readonly actionsApp: App;
  /** Apps of others, which do nothing by themselves: their bots write. */
  readonly otherApps: App[];
  readonly actions: Actions;
  readonly tokens: Tokens;
  now(): Date;
  /** A number that was not used before, for all kinds of ids. */
  nextId(): number;
  /** By login in lower case. */
  readonly accounts: Map<string, Account>;
  /** By id. Names are looked up with {@link findRepository}. */
  readonly repositories: Map<number, Repository>;
  /** By owner and name, in any case; also under a former name, as GitHub redirects. */
  findRepository(owner: string, name: string): Repository | undefined;
  /** Tells the webhooks of the Apps that are installed. Returns at once. */
  emit(happening: Happening): void;
}
