import type { CheckOutput } from "../github/report/check-output.ts";
import type { Runs } from "../jobs/state.ts";
import { openCheckRun } from "./check-run.ts";
import type { OpenRun } from "./open-run.ts";

/** The check run of a run that is being carried out: made when there is something to tell, where it was not made before. */
export class LateCheckRun {
  readonly #runs: Pick<Runs, "attach">;
  readonly #open: OpenRun;
  #id: number | null;

  constructor(runs: Pick<Runs, "attach">, open: OpenRun) {
    this.#runs = runs;
    this.#open = open;
    this.#id = open.checkRun;
  }

  get isOpen(): boolean {
    return this.#id !== null;
  }

  /** Tells how the run stands. */
  async update(output: CheckOutput, signal: AbortSignal): Promise<void> {
    const { github, run, commit } = this.#open;
    if (this.#id !== null)
      return await github.updateCheckRun(run.repository, this.#id, { status: "in_progress", output }, signal);
    const id = await openCheckRun({ github, run, commit, signal }, "in_progress", output);
    await this.#runs.attach(run.id, id);
    this.#id = id;
  }
}
