import type { Actor } from "../actor.ts";
import type { Operation } from "../contract/contract.ts";
import { Refusal } from "../refusal.ts";

/** What one token may ask for. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export interface Limits {
  /** Requests an hour. */
  readonly perHour: number;
  /** The same, for all jobs of a repository. */
  readonly jobsPerHour: number;
  /** Requests a minute that make content which people see: issues, comments, check runs. */
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  /** A minute: reading costs one, changing five. */
  readonly pointsPerMinute: number;
}

/** GitHub's own, as documented there. */
export const GITHUB_LIMITS: Limits = {
  perHour: 5000,
  jobsPerHour: 1000,
  contentPerMinute: 80,
  contentPerHour: 500,
  pointsPerMinute: 900,
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const CONTENT = new Set([
  "checks/create",
  "issues/create",
  "issues/create-comment",
  "pulls/create",
  "reactions/create-for-issue",
  "reactions/create-for-issue-comment",
]);

/** What is used up in the running hour, and when by the running minute. */
interface Account {
  used: number;
  resetsAt: number;
  content: number[];
  points: { readonly at: number; readonly cost: number }[];
}

/** How much an actor may still ask for. Installations, people and the public each have their own. */
export class RateLimits {
  readonly #limits: Limits;
  readonly #now: () => Date;
  readonly #accounts = new Map<string, Account>();

  constructor(limits: Limits, now: () => Date) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Counts a request. Throws 403 above a limit. */
  count(actor: Actor, operation: Operation): void {
    const now = this.#now().getTime();
    const account = this.#account(actor);
    const perHour = this.#perHour(actor);
    const { contentPerMinute, contentPerHour, pointsPerMinute } = this.#limits;
    if (account.used >= perHour) {
      throw new Refusal(403, `API rate limit exceeded for ${nameOf(actor)}.`, {
        headers: this.headers(actor),
      });
    }
    account.used += 1;
    account.content = account.content.filter((at) => at > now - HOUR);
    account.points = account.points.filter(({ at }) => at > now - MINUTE);
    const spent = account.points.reduce((sum, { cost }) => sum + cost, 0);
    const cost = operation.method === "GET" ? 1 : 5;
    if (spent + cost > pointsPerMinute) throw secondary(wait(account.points[0]?.at, MINUTE, now));
    account.points.push({ at: now, cost });
    if (!CONTENT.has(operation.id)) return;
    const recent = account.content.filter((at) => at > now - MINUTE);
    if (recent.length >= contentPerMinute) throw secondary(wait(recent[0], MINUTE, now));
    if (account.content.length >= contentPerHour) throw secondary(wait(account.content[0], HOUR, now));
    account.content.push(now);
  }

  /** What did not change costs nothing. */
  refund(actor: Actor): void {
    this.#account(actor).used -= 1;
  }

  /** As `GET /rate_limit` shows it. */
  state(actor: Actor) {
    const { used, resetsAt } = this.#account(actor);
    const limit = this.#perHour(actor);
    return { limit, used, remaining: Math.max(0, limit - used), reset: Math.ceil(resetsAt / 1000) };
  }

  headers(actor: Actor): Record<string, string> {
    const { limit, used, remaining, reset } = this.state(actor);
    return {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-used": String(used),
      "x-ratelimit-reset": String(reset),
      "x-ratelimit-resource": "core",
    };
  }

  #perHour({ kind }: Actor): number {
    return kind === "job" ? this.#limits.jobsPerHour : this.#limits.perHour;
  }

  #account(actor: Actor): Account {
    const now = this.#now().getTime();
    const name = nameOf(actor);
    let account = this.#accounts.get(name);
    if (account === undefined) {
      account = { used: 0, resetsAt: now + HOUR, content: [], points: [] };
      this.#accounts.set(name, account);
    }
    if (account.resetsAt <= now) Object.assign(account, { used: 0, resetsAt: now + HOUR });
    return account;
  }
}

function nameOf(actor: Actor): string {
  if (actor.kind === "installation") return `installation ID ${actor.installation}`;
  if (actor.kind === "job") return `installation of the repository ID ${actor.repository}`;
  if (actor.kind === "user") return `user ID ${actor.account.id}`;
  return actor.kind === "app" ? `app ID ${actor.appId}` : "127.0.0.1";
}

function secondary(seconds: number): Refusal {
  return new Refusal(
    403,
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.",
    { headers: { "retry-after": String(seconds) } },
  );
}

/** Seconds until what was first in a window leaves it. */
function wait(first: number | undefined, window: number, now: number): number {
  return Math.max(1, Math.ceil(((first ?? now) + window - now) / 1000));
}
