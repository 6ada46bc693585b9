import type { Account } from "../world.ts";

/** https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles */
export type Role = "admin" | "maintain" | "write" | "triage" | "read" | "none";

/** A role that an organization has made, and the one that it is based on. https://docs.github.com/en/enterprise-cloud@latest/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/about-custom-repository-roles */
export interface CustomRole {
  readonly name: string;
  readonly base: Role;
}

/** From the most to the least. */
const ROLES: readonly Role[] = ["admin", "maintain", "write", "triage", "read", "none"];

/** Who may do what in one repository. */
export class RoleBook {
  readonly #roles = new Map<string, CustomRole>();

  set(login: string, role: Role | CustomRole): void {
    this.#roles.set(login.toLowerCase(), typeof role === "string" ? { name: role, base: role } : role);
  }

  /** The role that somebody was given, or that it is based on; `undefined` for strangers. */
  get(account: Pick<Account, "login">): Role | undefined {
    return this.#of(account)?.base;
  }

  /** What it is called. */
  nameOf(account: Pick<Account, "login">): string | undefined {
    return this.#of(account)?.name;
  }

  #of({ login }: Pick<Account, "login">): CustomRole | undefined {
    return this.#roles.get(login.toLowerCase());
  }
}

/** Whether a role may do what another one may. */
export const isAtLeast = (role: Role, needed: Role) => ROLES.indexOf(role) <= ROLES.indexOf(needed);
