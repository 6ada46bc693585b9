import { isGitHubError } from "../../github/github-error.ts";
import { replanStale } from "../errands/plan/replan-stale.ts";
import type { WorkerParts } from "../parts.ts";
import { fireSchedules } from "./fire-schedules.ts";
import { MissedDeliveries } from "./missed-deliveries.ts";
import { resumeWaiting } from "./resume-waiting.ts";
import { settleOrphans } from "./settle-orphans.ts";
import { tellLastingTroubles } from "./tell-lasting-troubles.ts";
import { visitRepositories } from "./visit-repositories.ts";

/** Milliseconds between two times that what is old is looked for: it takes the database for a moment. */
const PRUNE_EVERY = 60 * 60_000;

/** One thing that a sweep looks after. */
interface Errand {
  readonly name: string;
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** GitHub may be an Enterprise Server that has no API for it. */
  readonly isOptional?: true;
}

/**
 * Mends, at the start and every few minutes, what events cannot: they may be lost, and processes die. An errand that fails
 * does not keep the others from being run, and is run again the next time.
 */
export class Sweeper {
  readonly #parts: WorkerParts;
  readonly #errands: readonly Errand[];
  /** Errands that this GitHub has no API for. */
  readonly #impossible = new Set<string>();
  #prunedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: WorkerParts) {
    const { state, github, clock, log } = parts;
    const missed = new MissedDeliveries({
      github,
      deliveries: state.deliveries,
      now: () => clock.now(),
      log,
    });
    this.#parts = parts;
    this.#errands = [
      { name: "look at what is due", run: () => fireSchedules(parts) },
      { name: "go on with what waits for pulls", run: () => resumeWaiting(parts) },
      { name: "conclude abandoned runs", run: (signal) => settleOrphans(parts, signal) },
      { name: "ask for missed deliveries", run: (signal) => missed.sweep(signal), isOptional: true },
      {
        name: "look at repositories",
        run: (signal) => visitRepositories({ github, visits: state.visits, log }, signal),
      },
      { name: "plan again what is old", run: (signal) => replanStale(parts, signal) },
      { name: "tell of lasting failures", run: () => tellLastingTroubles(parts) },
      { name: "forget what is old", run: () => this.#prune() },
    ];
  }

  /** Runs all errands once. Rejects with the signal's reason only. */
  async sweep(signal: AbortSignal): Promise<void> {
    const { log } = this.#parts;
    for (const { name, run, isOptional } of this.#errands) {
      signal.throwIfAborted();
      if (this.#impossible.has(name)) continue;
      try {
        await run(signal);
      } catch (error) {
        signal.throwIfAborted();
        if (isOptional && isGitHubError(error, "NOT_FOUND")) {
          this.#impossible.add(name);
          log.warn({ errand: name, err: error }, "this GitHub has no API for that; it is done without");
        } else log.error({ errand: name, err: error }, "a sweep has failed; it is tried again");
      }
    }
  }

  async #prune(): Promise<void> {
    const { state, clock } = this.#parts;
    const now = clock.now();
    if (now - this.#prunedAt < PRUNE_EVERY) return;
    await state.prune();
    this.#prunedAt = now;
  }
}
