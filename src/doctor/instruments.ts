import type { Actions } from "../github/actions.ts";
import type { InstallationGitHub, RepositoryName } from "../github/github.ts";
import type { AppRights, GitHubSettings } from "../github/settings.ts";
import type { Reference } from "../oci/reference.ts";
import type { PullLimit } from "../oci/registry/pull-limit.ts";
import type { PublisherMode } from "../publish/publisher-mode.ts";
import type { RunReport } from "../reconcile/report.ts";

/** The repository whose mirrors are looked at. */
export interface Patient {
  readonly repository: RepositoryName;
  /** The registry that is written, `ghcr.io`. */
  readonly registry: string;
  /** What carries the bytes; `app` needs no workflow. */
  readonly publisher: PublisherMode;
  /** What a new workflow would use, `ghcr-mirror/ghcr-mirror@v1`. Default: this release. */
  readonly action?: string;
}

/**
 * What the doctor looks with. What cannot be seen with the credential at hand throws `OutOfSight`; other failures are those of
 * the other side.
 */
export interface Instruments {
  /** What `app.yml` asks for. */
  readonly wanted: () => Promise<AppRights>;
  readonly github: Pick<InstallationGitHub, "repository" | "readFile"> & {
    readonly actions: Pick<Actions, "workflow">;
  };
  readonly settings: GitHubSettings;
  readonly registry: RegistryLook;
  /** Asks the registry whether it takes the App's own token: at one destination after the other, until one refuses. Stores nothing there. */
  readonly probe: (destinations: readonly Reference[], signal: AbortSignal) => Promise<Reception>;
  /** What the last run that ended brought; undefined: there was none. */
  readonly lastRun: (repository: RepositoryName, signal: AbortSignal) => Promise<LastRun | undefined>;
}

/** Registries, as everybody sees them. */
export interface RegistryLook {
  /** Whether a repository can be read without a credential. What is private and what does not exist look alike. */
  isPublic(repository: Reference, signal: AbortSignal): Promise<boolean>;
  /** What Docker Hub lets this machine pull; undefined: it sets no limit. */
  pullLimit(signal: AbortSignal): Promise<PullLimit | undefined>;
}

/** How the App's own token is received. `destination` is the one that refuses it, `ghcr.io/acme/redis`, and `reason` are its words. */
export type Reception =
  | { readonly isAccepted: true }
  | { readonly isAccepted: false; readonly destination: string; readonly reason: string };

/** What the last run came to. */
export interface LastRun {
  readonly report: RunReport;
  /** The page of the workflow's run that carried it, where one did. */
  readonly workflowRun?: string;
}
