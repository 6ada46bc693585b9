import type { Account } from "../world.ts";

/** https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles */
export type Role = "admin" | "maintain" | "write" | "triage" | "read" | "none";

/** From the most to the least. */
const ROLES: readonly Role[] = ["admin", "maintain", "write", "triage", "read", "none"];

/** Who may do what in one repository. */
export class RoleBook {
  readonly #roles = new Map<string, Role>();

  set(login: string, role: Role): void {
    this.#roles.set(login.toLowerCase(), role);
  }

  /** The role that somebody was given; `undefined` for strangers. */
  get({ login }: Pick<Account, "login">): Role | undefined {
    return this.#roles.get(login.toLowerCase());
  }
}

/** Whether a role may do what another one may. */
export const isAtLeast = (role: Role, needed: Role) => ROLES.indexOf(role) <= ROLES.indexOf(needed);
