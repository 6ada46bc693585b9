import type { ReconcileRequest, RepositoryIdentity } from "./request.ts";

/** What an event means for us, to be stored before the event is acknowledged. */
export type Intent =
  | { readonly kind: "reconcile"; readonly request: ReconcileRequest }
  /** The repository has another name or owner; what is stored about it follows. */
  | { readonly kind: "rename"; readonly repository: RepositoryIdentity }
  /** We have no business with it any longer: nothing that waits for it is begun, what runs is stopped, its config is forgotten. */
  | { readonly kind: "forget-repository"; readonly repository: number }
  /** The same for all repositories of an installation. */
  | { readonly kind: "forget-installation"; readonly installation: number };

/** A webhook delivery; GitHub sends a redelivery under the same id (`X-GitHub-Delivery`). */
export interface Delivery {
  readonly id: string;
  /** `push`, or with its action: `installation.created`. */
  readonly event: string;
}
