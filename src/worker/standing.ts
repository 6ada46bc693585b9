import type { CheckOutput } from "../github/report/check-output.ts";
import { renderFollowing } from "../github/report/render/render-following.ts";
import { renderInProgress } from "../github/report/render/render-in-progress.ts";
import { advance, type ProgressState, startOfRun } from "../progress/progress-state.ts";
import type { Phase } from "../publish/phase.ts";
import type { RunEvent } from "../reconcile/report.ts";

/** While a workflow stands where it stood, that is said again after so many milliseconds, for the time it takes. */
const SAY_AGAIN = 5 * 60_000;

/** How a run stands, and what its check run should say of it. Times are milliseconds of one clock. */
export class Standing {
  #progress: ProgressState;
  /** Of the workflow that carries the run; undefined while none does. */
  #phase: Phase | undefined;
  #said: { readonly phase: Phase; readonly at: number } | undefined;

  constructor(now: number) {
    this.#progress = startOfRun(now);
  }

  get startedAt(): number {
    return this.#progress.startedAt;
  }

  /** Whether a workflow carries it, of which there is little to tell. */
  get isFollowed(): boolean {
    return this.#phase !== undefined;
  }

  /** Whether something is to be copied, as far as known. */
  get hasWork(): boolean {
    return (this.#progress.planned ?? 0) > 0;
  }

  advance(event: RunEvent, now: number): void {
    this.#progress = advance(this.#progress, event, now);
  }

  enter(phase: Phase): void {
    const known = JSON.stringify(this.#phase);
    if (known !== JSON.stringify(phase)) this.#phase = phase;
  }

  /** What is to be said now; undefined where it was said already. */
  tell(now: number): CheckOutput | undefined {
    const phase = this.#phase;
    if (!phase) return renderInProgress(this.#progress, now);
    if (this.#said?.phase === phase && now - this.#said.at < SAY_AGAIN) return undefined;
    this.#said = { phase, at: now };
    return renderFollowing(phase, now);
  }
}
