import type { SandboxRegistry } from "../../../sandbox/registry/start-registry.ts";
import { RESERVE } from "./open-worker.ts";

const LIMIT = 100;
const WINDOW = 6 * 3_600_000;
/** What an image costs at most. */
const DEAREST = 3;

/** Pulls of one moment, by the time of the world. */
interface Spent {
  readonly at: number;
  readonly pulls: number;
}

/** Watches what is pulled from Docker Hub: by us, and by those who share our address. */
export class PullWatch {
  readonly #hub: Pick<SandboxRegistry, "pulls" | "spendPulls">;
  readonly #ours: Spent[] = [];
  readonly #others: Spent[] = [];
  #known = 0;
  #freeSince: number | undefined;
  /** Pulls of ours within any six hours, at most. */
  most = 0;
  /** Milliseconds for which there were pulls, and an image waited for them, at most. */
  longestIdle = 0;

  constructor(hub: Pick<SandboxRegistry, "pulls" | "spendPulls">) {
    this.#hub = hub;
  }

  /** To be called at the end of each moment: what was pulled in it. */
  note(now: number): void {
    const pulls = this.#hub.pulls - this.#known;
    this.#known = this.#hub.pulls;
    if (pulls > 0) this.#ours.push({ at: now, pulls });
    this.most = Math.max(this.most, within(this.#ours, now));
  }

  /** To be called when `waiting` images wait, and nobody does anything about it. */
  look(now: number, waiting: number): void {
    this.note(now);
    const ours = within(this.#ours, now);
    const free = LIMIT - RESERVE - ours - within(this.#others, now);
    if (waiting === 0 || free < DEAREST) this.#freeSince = undefined;
    else {
      this.#freeSince ??= now;
      this.longestIdle = Math.max(this.longestIdle, now - this.#freeSince);
    }
  }

  /** Others at our address pull, as many as are left to them. */
  spend(now: number, pulls: number): void {
    const left = RESERVE - within(this.#others, now);
    const spent = Math.max(0, Math.min(pulls, left));
    this.#hub.spendPulls("127.0.0.1", spent);
    this.#others.push({ at: now, pulls: spent });
  }
}

function within(spent: readonly Spent[], now: number): number {
  return spent.reduce((sum, { at, pulls }) => (at > now - WINDOW ? sum + pulls : sum), 0);
}
