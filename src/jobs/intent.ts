import type { Errand } from "./errand.ts";
import type { ReconcileRequest, RepositoryIdentity } from "./request.ts";

/** What an event means for us, to be stored before the event is acknowledged. */
export type Intent =
  | { readonly kind: "reconcile"; readonly request: ReconcileRequest }
  /** The repository has another name or owner; what is stored about it follows. */
  | { readonly kind: "rename"; readonly repository: RepositoryIdentity }
  /** We have no business with it any longer: nothing that waits for it is begun, what runs is stopped, its config is forgotten. */
  | { readonly kind: "forget-repository"; readonly repository: number }
  /** The same for all repositories of an installation. */
  | { readonly kind: "forget-installation"; readonly installation: number }
  /**
   * Something happened to a run of a workflow, perhaps one that carries a run of ours. Where that run is concluded, a new attempt, or
   * one that is under way although a person was needed, is a person's doing and a run of its own.
   */
  | {
      readonly kind: "workflow";
      readonly workflowRun: number;
      readonly attempt: number;
      /** Its jobs have begun, or ended. */
      readonly isUnderWay: boolean;
    }
  /** Something to be looked at, answered or told. */
  | { readonly kind: "errand"; readonly errand: Errand }
  /** The head of a pull request is now this commit. Null: it is closed. */
  | {
      readonly kind: "head";
      readonly repository: number;
      readonly pull: number;
      readonly head: string | null;
    }
  /** The App may do more or less than before: what registries said to it does not hold any more. */
  | { readonly kind: "forget-verdicts"; readonly installation: number };

/** A webhook delivery; GitHub sends a redelivery under the same id (`X-GitHub-Delivery`). */
export interface Delivery {
  readonly id: string;
  /** `push`, or with its action: `installation.created`. */
  readonly event: string;
}
