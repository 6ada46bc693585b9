import type { Button } from "../jobs/errand.ts";
import type { RepositoryIdentity } from "../jobs/request.ts";
import type { Actions } from "./actions.ts";
import type { Pulls } from "./pulls.ts";
import type { CheckOutput } from "./report/check-output.ts";
import type { Role, Threads } from "./threads.ts";

/** The few calls that we make to GitHub as an App. They throw `GitHubError`. */
export interface GitHub {
  /** Who this App is, where GitHub knows it by its credentials. */
  identify(signal: AbortSignal): Promise<AppIdentity>;
  /** The installation on an account, by login; undefined where the App is not installed there. */
  installationOf(owner: string, signal: AbortSignal): Promise<number | undefined>;
  installation(id: number): InstallationGitHub;
  /** All installations that are not suspended. */
  installations(signal: AbortSignal): AsyncIterable<number>;
  /** A token that can do no more than is asked for. */
  createToken(request: TokenRequest, signal: AbortSignal): Promise<InstallationToken>;
  /** Webhook deliveries, newest first. */
  deliveries(signal: AbortSignal): AsyncIterable<HookDelivery>;
  /** Asks GitHub to send a delivery again. */
  redeliver(delivery: number, signal: AbortSignal): Promise<void>;
}

/** The same for one installation, with its token and its own rate limits. */
export interface InstallationGitHub {
  /** The repositories that the App may see, archived ones included. */
  repositories(signal: AbortSignal): AsyncIterable<InstalledRepository>;
  /** The commit at the head of the default branch; undefined for an empty or absent repository. */
  defaultHead(repository: RepositoryName, signal: AbortSignal): Promise<string | undefined>;
  /** The files of a folder at a commit; empty where there is no such folder, repository or commit. */
  listFolder(
    repository: RepositoryName,
    path: string,
    commit: string,
    signal: AbortSignal,
  ): Promise<readonly FolderItem[]>;
  /** The content of a blob. Throws `TOO_LARGE` above `limit` bytes. */
  readBlob(repository: RepositoryName, sha: string, limit: number, signal: AbortSignal): Promise<Buffer>;
  /** A file at a commit or branch, as text. Undefined: there is none. Throws `TOO_LARGE` above `limit` bytes. */
  readFile(
    repository: RepositoryName,
    file: { readonly path: string; readonly ref: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<string | undefined>;
  /** What a repository is now; undefined where it is out of reach. */
  repository(repository: RepositoryName, signal: AbortSignal): Promise<RepositoryFacts | undefined>;
  /** What somebody may do in a repository: `none` for strangers to a private one. A role that an organization has made counts as what it is based on. */
  roleOf(repository: RepositoryName, login: string, signal: AbortSignal): Promise<Role>;
  /** GitHub Actions in this installation. */
  readonly actions: Actions;
  readonly threads: Threads;
  readonly pulls: Pulls;
  createCheckRun(repository: RepositoryName, check: NewCheckRun, signal: AbortSignal): Promise<number>;
  updateCheckRun(
    repository: RepositoryName,
    id: number,
    update: CheckRunUpdate,
    signal: AbortSignal,
  ): Promise<void>;
  /** The check run of ours on a commit that carries this `external_id`. */
  findCheckRun(
    repository: RepositoryName,
    check: Pick<NewCheckRun, "name" | "commit" | "externalId">,
    signal: AbortSignal,
  ): Promise<number | undefined>;
}

/** An App as GitHub knows it. */
export interface AppIdentity {
  readonly id: number;
  /** What it writes as is `<slug>[bot]`. */
  readonly slug: string;
  readonly name: string;
}

/** How calls name a repository. */
export type RepositoryName = Pick<RepositoryIdentity, "owner" | "name">;

/** A repository that an installation has access to. */
export interface InstalledRepository extends RepositoryIdentity {
  readonly isArchived: boolean;
  /** Undefined: nothing was ever pushed. */
  readonly pushedAt: Date | undefined;
}

/** What a repository is now. */
export interface RepositoryFacts {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  /** Its page. */
  readonly url: string;
  readonly isArchived: boolean;
  readonly isPrivate: boolean;
}

/** What stands in a folder of a commit. */
export interface FolderItem {
  readonly name: string;
  readonly kind: "file" | "dir" | "symlink" | "submodule";
  /** Of the Git object. */
  readonly sha: string;
  readonly size: number;
}

/** What a token is to be for, and no more. */
export interface TokenRequest {
  readonly installation: number;
  /** Ids of the repositories it is for. */
  readonly repositories: readonly number[];
  readonly permissions: Readonly<Record<string, "read" | "write">>;
}

/** A token, and until when GitHub takes it. */
export interface InstallationToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** An attempt to deliver a webhook, as GitHub remembers it. */
export interface HookDelivery {
  readonly id: number;
  /** `X-GitHub-Delivery`. */
  readonly guid: string;
  readonly deliveredAt: Date;
  readonly event: string;
}

/** A check run to be made. https://docs.github.com/en/rest/checks/runs#create-a-check-run */
export interface NewCheckRun {
  readonly name: string;
  readonly commit: string;
  readonly externalId: string;
  readonly status: "queued" | "in_progress" | "completed";
  /** With `completed`, and only then. */
  readonly conclusion?: CheckRunUpdate["conclusion"];
  /** With as many annotations as one request takes, `MOST_ANNOTATIONS`. */
  readonly output: CheckOutput;
  /** 3 at most. Not given: none. */
  readonly buttons?: readonly CheckButton[];
}

/** A button on a completed check run. https://docs.github.com/en/rest/checks/runs: label 20 characters, description 40. */
export interface CheckButton {
  readonly button: Button;
  readonly label: string;
  readonly description: string;
}

/** What a check run says from now on. https://docs.github.com/en/rest/checks/runs#update-a-check-run */
export interface CheckRunUpdate {
  readonly status: "in_progress" | "completed";
  /** With `completed`, and only then. */
  readonly conclusion?: "success" | "failure" | "neutral" | "cancelled" | "action_required";
  readonly output: CheckOutput;
  /** 3 at most. Not given: as before. */
  readonly buttons?: readonly CheckButton[];
}
