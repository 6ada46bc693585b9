import type { Access } from "../actor.ts";
import { ACCESS_ORDER, type Need } from "./permission-needs.ts";

/** What an App made use of: a test compares it with what its manifest asks for. */
export class UsedPermissions {
  readonly #used = new Map<string, Access>();

  record({ permission, access }: Need): void {
    const known = this.#used.get(permission);
    if (known === undefined || ACCESS_ORDER.indexOf(known) < ACCESS_ORDER.indexOf(access)) {
      this.#used.set(permission, access);
    }
  }

  /** The highest access by permission. */
  toJSON(): Record<string, Access> {
    return Object.fromEntries([...this.#used].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
