import { abandonRun } from "../abandon-run.ts";
import type { WorkerParts } from "../parts.ts";

/** Ends the runs that nobody works on any more, and tells so. */
export async function settleOrphans(parts: WorkerParts, signal: AbortSignal): Promise<void> {
  for (const run of await parts.state.runs.orphans()) {
    signal.throwIfAborted();
    await abandonRun(parts, run, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      parts.log.warn({ run: run.id, err: error }, "a run that nobody works on could not be concluded");
    });
  }
}
