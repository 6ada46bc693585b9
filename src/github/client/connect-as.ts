import { type Options, Probot, type ProbotOctokit } from "probot";
import { once } from "../../oci/once.ts";
import type { InstallationGitHub, InstallationToken, RepositoryName, TokenRequest } from "../github.ts";
import { GitHubError, isGitHubError } from "../github-error.ts";
import type { GitHubSettings } from "../settings.ts";
import { Calls } from "./calls.ts";
import { connectSettings } from "./connect-settings.ts";
import { identifyApp } from "./identify-app.ts";
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
  /** Undefined: only the App can have tokens made. */
  readonly createToken: CreateToken | undefined;
}

/** Has a token made with which the App can do this, in this repository alone. */
export type CreateToken = (
  permissions: TokenRequest["permissions"],
  signal: AbortSignal,
) => Promise<InstallationToken>;

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
  const installation = once(async () => {
    const { rest } = await app();
    const { owner, name } = repository;
    const ask = () => rest.apps.getRepoInstallation({ owner, repo: name });
    try {
      const { data } = await calls.make("get the installation", new AbortController().signal, ask);
      return data.id;
    } catch (error) {
      if (!isGitHubError(error, "NOT_FOUND")) throw error;
      throw new GitHubError(
        "UNAUTHORIZED",
        "get the installation",
        `the App is not installed on ${owner}/${name}`,
      );
    }
  });
  const identify = once(() => identifyApp(app, calls, new AbortController().signal));
  const createToken: CreateToken = async (permissions, signal) => {
    const [{ rest }, id] = await Promise.all([app(), installation()]);
    const wanted = { installation_id: id, repositories: [repository.name], permissions };
    const ask = () => rest.apps.createInstallationAccessToken({ ...wanted, request: { signal } });
    const { data } = await calls.make("create an installation token", signal, ask);
    return { token: data.token, expiresAt: new Date(data.expires_at) };
  };
  const isApp = credential.kind === "app";
  const own = isApp ? once(async () => await probot.auth(await installation())) : app;
  return {
    github: new InstallationClient(own, identify, now),
    settings: connectSettings({ app, own, calls }),
    createToken: isApp ? createToken : undefined,
  };
}
