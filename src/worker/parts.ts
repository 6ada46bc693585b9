import type { Instruments } from "../doctor/instruments.ts";
import type { GitHub } from "../github/github.ts";
import type { Place } from "../jobs/errand.ts";
import type { Log } from "../jobs/log.ts";
import type { State } from "../jobs/state.ts";
import type { Clock } from "../oci/clock.ts";
import type { Look } from "../publish/look/look.ts";
import type { Planner } from "../publish/plan/planner.ts";
import type { Publisher } from "../publish/publisher.ts";
import type { PublisherMode } from "../publish/publisher-mode.ts";

/** What the worker stands on. */
export interface WorkerParts {
  readonly state: State;
  readonly github: GitHub;
  readonly publisherOf: (mode: PublisherMode) => Publisher;
  /** The mode where no policy says otherwise. */
  readonly mode: PublisherMode;
  readonly planner: Planner;
  /** What GitHub Actions of the organization use: the default of `ACTION_REFERENCE`. */
  readonly action: string;
  /** The id of this App at GitHub. */
  readonly appId: number;
  /** Sees at the registry what everybody may see. */
  readonly look: Look;
  /** What the doctor looks with. Not given: nobody can be examined here. */
  readonly instrumentsFor?: (place: Place) => Instruments & AsyncDisposable;
  readonly clock: Clock;
  readonly log: Log;
  /** The registry that copies go to: `ghcr.io`. */
  readonly registry: string;
  /** Runs carried out at the same time. */
  readonly slots: number;
}
