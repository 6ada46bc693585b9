import type { Access } from "../actor.ts";
import type { Account } from "../world.ts";

/** An App on an account. */
export interface Installation {
  readonly id: number;
  readonly account: Account;
  /** Who installed it. */
  readonly sender: Account;
  repositories: "all" | ReadonlySet<number>;
  readonly permissions: Readonly<Record<string, Access>>;
  readonly events: readonly string[];
  readonly createdAt: Date;
  suspended: { readonly at: Date; readonly by: Account } | undefined;
}
