import { progressInterval } from "../github/report/progress-pace.ts";
import type { Run } from "../jobs/run.ts";

/** How often runs may tell how they go: those of one installation share its limits. */
export class Pace {
  /** When each run under way began, by installation. */
  readonly #installations = new Map<number, Map<string, number>>();

  enter({ id, installation }: Run, now: number): void {
    const runs = this.#installations.get(installation) ?? new Map<string, number>();
    this.#installations.set(installation, runs.set(id, now));
  }

  leave({ id, installation }: Run): void {
    const runs = this.#installations.get(installation);
    runs?.delete(id);
    if (runs?.size === 0) this.#installations.delete(installation);
  }

  /** Milliseconds until a run may tell again. */
  interval({ id, installation }: Run, now: number): number {
    const runs = this.#installations.get(installation);
    const elapsed = now - (runs?.get(id) ?? now);
    return progressInterval({ elapsed, runs: runs?.size ?? 1 });
  }
}
