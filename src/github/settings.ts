import type { RepositoryName } from "./github.ts";

/** What GitHub tells of settings that decide whether images can be mirrored. All of it is read. They throw `GitHubError`. */
export interface GitHubSettings {
  /** The App, and where it is installed. Only the App itself may ask. Undefined: it is not installed on the repository. */
  installedApp(repository: RepositoryName, signal: AbortSignal): Promise<InstalledApp | undefined>;
  /** The App's webhook. Only the App itself may ask. */
  webhook(signal: AbortSignal): Promise<Webhook>;
  /** What GitHub Actions may do in a repository. For its administrators. */
  actions(repository: RepositoryName, signal: AbortSignal): Promise<ActionsSettings>;
  /** What a job's token may do where its workflow does not say. For administrators of the repository. */
  workflowPermissions(repository: RepositoryName, signal: AbortSignal): Promise<"read" | "write">;
  /** Whether an account is an organization, and no user. */
  isOrganization(login: string, signal: AbortSignal): Promise<boolean>;
  /**
   * A container package; undefined where there is none, or none that the credential may see. GitHub Apps may not ask at all.
   * `name` is the path below the owner, `team/redis`.
   */
  package(
    owner: { readonly login: string; readonly isOrganization: boolean },
    name: string,
    signal: AbortSignal,
  ): Promise<ContainerPackage | undefined>;
}

/** Permissions of an App by GitHub's names for them: `contents` → `read`. */
export type Permissions = Readonly<Record<string, string>>;

/** What an App asks for, or was given. */
export interface AppRights {
  readonly permissions: Permissions;
  /** Names of the webhooks that it gets: `push`. */
  readonly events: readonly string[];
}

/** The App as it is registered, and one installation of it. */
export interface InstalledApp {
  /** What the App asks for. */
  readonly asked: AppRights;
  /** What the owner of the repository has approved. */
  readonly granted: AppRights;
  readonly isSuspended: boolean;
  /** Where the owner of the repository approves and suspends. */
  readonly installationPage: string;
  /** Where the owner of the App says what it asks for; undefined where GitHub does not tell whose it is. */
  readonly registrationPage: string | undefined;
}

/** Where GitHub sends events to, and what became of the last ones. */
export interface Webhook {
  /** Undefined or empty: nowhere. */
  readonly url: string | undefined;
  readonly contentType: string | undefined;
  /** Whether GitHub looks at the certificate. */
  readonly verifiesTls: boolean;
  /** Newest first, 30 at most; GitHub forgets them after three days. */
  readonly deliveries: readonly DeliveryOutcome[];
}

/** What became of a delivery. */
export interface DeliveryOutcome {
  readonly deliveredAt: Date;
  /** `push` */
  readonly event: string;
  /** Of the answer; 0 where there was none. */
  readonly statusCode: number;
  /** `OK`, or GitHub's words for what went wrong. */
  readonly status: string;
}

/** What GitHub Actions may do in a repository. https://docs.github.com/en/rest/actions/permissions */
export interface ActionsSettings {
  readonly isEnabled: boolean;
  /** Whose actions a workflow may use; undefined where they are disabled. */
  readonly allowed: "all" | "local_only" | "selected" | undefined;
  /** Whether every action must be named by a full commit SHA. */
  readonly wantsShas: boolean;
}

/** A package of ghcr.io. */
export interface ContainerPackage {
  readonly visibility: "public" | "private";
  /** The repository that it is linked to, `acme/mirrors`. */
  readonly repository: string | undefined;
  /** Its page. */
  readonly url: string;
}
