import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "../actor.ts";
import type { Account } from "../world.ts";

/** An installation token lives an hour. */
const LIFETIME = 60 * 60 * 1000;

/** That of a job ends with it, and lives a day at most. */
const JOB_LIFETIME = 24 * LIFETIME;

interface Issued {
  readonly actor: Actor;
  readonly expiresAt: Date | undefined;
}

/** A token, and what it stands for. */
export interface NewToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Who has which token. Only digests are kept, as GitHub does. */
export class Tokens {
  readonly #issued = new Map<string, Issued>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** An installation token of today's shape: `ghs_<app>_<JWT>`, about 520 characters, to be taken as opaque. */
  issueForInstallation(actor: Actor & { kind: "installation" }): NewToken {
    const token = newToken(actor.appId);
    const now = this.#now().getTime();
    // GitHub tells whole seconds.
    const expiresAt = new Date(Math.floor((now + LIFETIME) / 1000) * 1000);
    this.#issued.set(digest(token), { actor, expiresAt });
    return { token, expiresAt };
  }

  /** A `GITHUB_TOKEN`, until it is revoked at the end of its job. */
  issueForJob(actor: Actor & { kind: "job" }, appId: number): string {
    const token = newToken(appId);
    this.#issued.set(digest(token), { actor, expiresAt: new Date(this.#now().getTime() + JOB_LIFETIME) });
    return token;
  }

  /** A classic personal access token. */
  issueForUser(account: Account): string {
    const token = `ghp_${randomBytes(64).toString("base64url").replace(/[-_]/g, "").slice(0, 36)}`;
    this.#issued.set(digest(token), { actor: { kind: "user", account }, expiresAt: undefined });
    return token;
  }

  /** Undefined for what is unknown, expired or revoked. */
  find(token: string): Actor | undefined {
    const issued = this.#issued.get(digest(token));
    if (issued?.expiresAt !== undefined && issued.expiresAt <= this.#now()) return undefined;
    return issued?.actor;
  }

  revoke(token: string): void {
    this.#issued.delete(digest(token));
  }

  /** Ends the tokens of an installation, or those of all. */
  revokeInstallations(installation?: number): void {
    for (const [key, { actor }] of this.#issued) {
      if (actor.kind !== "installation") continue;
      if (installation === undefined || actor.installation === installation) this.#issued.delete(key);
    }
  }
}

function newToken(appId: number): string {
  const random = (bytes: number) => randomBytes(bytes).toString("base64url");
  return `ghs_${appId}_eyJ${random(24)}.eyJ${random(96)}.${random(256)}`;
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("base64");
}
