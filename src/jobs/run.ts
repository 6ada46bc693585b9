import type { CarriedOut } from "../publish/carried-out.ts";
import type { Urgency } from "./keeping-state.ts";
import type { Asker, ReconcileRequest } from "./request.ts";

/**
 * `requested`: stored with its delivery, not looked at yet. `queued`: there is work, and it waits for its turn. `running`:
 * being carried out, also when the process that did so is dead. `superseded`: a newer commit came first, and its check run
 * has not been told. `finished`: carried out, and its check run has not been told. `concluded`: nothing is left to be done.
 */
export type RunState = "requested" | "queued" | "running" | "superseded" | "finished" | "concluded";

/** How a run ended, in GitHub's words for check runs; `none` where there was nothing to tell, and so no check run. */
export type Conclusion = "success" | "failure" | "neutral" | "cancelled" | "action_required" | "none";

/** One request and what became of it. */
export interface Run extends ReconcileRequest {
  readonly pull: number | null;
  readonly asker: Asker | null;
  /** How it stands to others where pulls are scarce. */
  readonly urgency: Urgency;
  /** A UUID; the `external_id` of the check run. */
  readonly id: string;
  readonly state: RunState;
  /** The Git blob of the config that it applies. Null before that is known, or where there is none. */
  readonly configSha: string | null;
  /** Where that config stands, from the top of the repository. */
  readonly configPath: string | null;
  /** The id of its check run, where it has one. */
  readonly checkRun: number | null;
  readonly conclusion: Conclusion | null;
  /** The commit that took its place. */
  readonly supersededBy: string | null;
  /** The login of who wanted it to stop. */
  readonly cancelledBy: string | null;
  /** What it has done, from `finished` on. */
  readonly published: CarriedOut | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}
