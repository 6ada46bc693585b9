import type { RepositoryName } from "../github/github.ts";

/** What carried the bytes of a run: the App itself, or a workflow. */
export type Carrier = { readonly kind: "app" } | WorkflowCarrier;

/** A run of the workflow in the repository that owns the mirrors. */
export interface WorkflowCarrier {
  readonly kind: "actions";
  readonly repository: RepositoryName;
  /** The number that people know it by: `run 17`. */
  readonly number: number;
  /** Its page. */
  readonly url: string;
}
