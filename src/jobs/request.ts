/** A repository as GitHub names it now. The id stays when it is renamed or moves to another owner. */
export interface RepositoryIdentity {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

/**
 * Why a config is to be looked at: it may have been pushed, the App was installed, the repository itself changed, a person
 * pressed Re-run, or a sweep found something that no event told.
 */
export type Reason = "push" | "installed" | "changed" | "rerun" | "sweep";

/** The one kind of work there is: reconcile this config at this commit, for this reason, limited to these entries. */
export interface ReconcileRequest {
  /** The installation of the App that grants access. */
  readonly installation: number;
  readonly repository: RepositoryIdentity;
  /** Full SHA. Null: the head of the default branch, as it is when the request is looked at. */
  readonly commit: string | null;
  readonly reason: Reason;
  /** Globs on `source:tag`, as for `--only`. Empty: all. */
  readonly scope: readonly string[];
}
