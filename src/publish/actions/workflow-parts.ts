import type { GitHub } from "../../github/github.ts";
import type { PullLedger } from "../../jobs/keeping-state.ts";
import type { Dispatches } from "../../jobs/state.ts";
import type { Clock } from "../../oci/clock.ts";
import type { Look } from "../look/look.ts";

/** What {@link ActionsPublisher} stands on. */
export interface WorkflowParts {
  readonly github: Pick<GitHub, "installation">;
  readonly dispatches: Dispatches;
  readonly ledger: Pick<PullLedger, "note">;
  /** The registry that is written to: `ghcr.io`. */
  readonly registry: string;
  /** How workflows name our action: `ghcr-mirror/ghcr-mirror@v0.1.0`. */
  readonly action: string;
  /** Pulls that a job leaves to others. */
  readonly reserve: number;
  readonly clock: Clock;
  /** Sees at the destination what everybody may see. */
  readonly look: Look;
}
