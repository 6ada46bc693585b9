/** A repository as GitHub names it now. The id stays when it is renamed or moves to another owner. */
export interface RepositoryIdentity {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

/**
 * Why a config is to be looked at: it may have been pushed, the App was installed, the repository itself changed, a person
 * pressed Re-run, a sweep found something that no event told, a person asked for it, a source was published, a destination was
 * changed by somebody else, an organization allows more than before, its schedule says so, or there are pulls again for what waited.
 */
export type Reason =
  | "push"
  | "installed"
  | "changed"
  | "rerun"
  | "sweep"
  | "command"
  | "package"
  | "drift"
  | "policy"
  | "schedule"
  | "resumed";

/** Who asked for a run, and where. */
export interface Asker {
  readonly login: string;
  /** What may be asked for so, by the roles that a policy gives: it is asked again when the run begins. */
  readonly command: "sync" | "retry";
  /** The number of the issue or pull request where. Null: on a check run. */
  readonly thread: number | null;
  /** The comment that asked. Null: a button or a checkbox did. */
  readonly comment: number | null;
}

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
  /**
   * The pull request whose config is carried out, before it is merged, at `commit`: its head. Not given or null: the config of the
   * default branch, as always.
   */
  readonly pull?: number | null;
  /** Not given or null: nobody, it came about by itself. */
  readonly asker?: Asker | null;
  /** Of what is `resumed`: that of the run that had to leave it. Not given or null: as the reason says. */
  readonly urgency?: 0 | 1 | 2 | null;
}
