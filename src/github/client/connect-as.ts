import { type Options, Probot, type ProbotOctokit } from "probot";
import { once } from "../../oci/once.ts";
import type { InstallationGitHub, RepositoryName } from "../github.ts";
import { GitHubError, isGitHubError } from "../github-error.ts";
import type { GitHubSettings } from "../settings.ts";
import { Calls } from "./calls.ts";
import { connectSettings } from "./connect-settings.ts";
import { InstallationClient } from "./installation-client.ts";

/** Who one is to GitHub: the App, or whoever a token belongs to. */
export type GitHubCredential =
  | { readonly kind: "app"; readonly appId: number; readonly privateKey: string }
  | { readonly kind: "token"; readonly token: string };

/** How GitHub is reached. */
export interface GitHubAddress {
  /** `https://api.github.com` */
  readonly apiUrl: string;
  readonly Octokit: typeof ProbotOctokit;
  readonly fetch: typeof fetch;
  readonly log: NonNullable<Options["log"]>;
}

/** GitHub as somebody sees one repository. */
export interface ConnectedRepository {
  readonly github: InstallationGitHub;
  readonly settings: GitHubSettings;
}

/**
 * Connects to GitHub for one repository; nothing is asked before the first call. The App asks as its installation there, and for
 * what concerns itself as itself. Calls throw `UNAUTHORIZED` where it is not installed.
 */
export function connectAs(
  credential: GitHubCredential,
  repository: RepositoryName,
  { apiUrl, Octokit, fetch, log }: GitHubAddress,
  now: () => number = Date.now,
): ConnectedRepository {
  const identity =
    credential.kind === "app"
      ? { appId: credential.appId, privateKey: credential.privateKey }
      : { githubToken: credential.token };
  const probot = new Probot({ ...identity, baseUrl: apiUrl, Octokit, request: { fetch }, log });
  const calls = new Calls(now);
  const app = once(() => probot.auth());
  const asInstallation = once(async () => {
    const { rest } = await app();
    const { owner, name } = repository;
    const ask = () => rest.apps.getRepoInstallation({ owner, repo: name });
    try {
      const { data } = await calls.make("get the installation", new AbortController().signal, ask);
      return await probot.auth(data.id);
    } catch (error) {
      if (!isGitHubError(error, "NOT_FOUND")) throw error;
      throw new GitHubError(
        "UNAUTHORIZED",
        "get the installation",
        `the App is not installed on ${owner}/${name}`,
      );
    }
  });
  const own = credential.kind === "app" ? asInstallation : app;
  return { github: new InstallationClient(own, now), settings: connectSettings({ app, own, calls }) };
}
