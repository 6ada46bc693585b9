import { isGitHubError } from "../github/github-error.ts";
import type { GitHubSettings } from "../github/settings.ts";
import { OutOfSight } from "./out-of-sight.ts";

/** GitHub's settings as each credential at hand shows them; at least one. */
export interface Views {
  /** As the App sees them. */
  readonly app?: GitHubSettings | undefined;
  /** As a token shows them: a person's, or a job's. */
  readonly token?: GitHubSettings | undefined;
}

/** The same settings, each as whoever may see it does; where nobody at hand may, it throws `OutOfSight`, which says who may. */
export function withinSight({ app, token }: Views): GitHubSettings {
  const anybody = token ?? app;
  return {
    installedApp: async (repository, signal) =>
      await seenBy(app, OF_THE_APP).installedApp(repository, signal),
    webhook: async (signal) => await seenBy(app, OF_THE_APP).webhook(signal),
    actions: async (repository, signal) =>
      await unlessRefused(seenBy(anybody).actions(repository, signal), OF_ADMINISTRATORS),
    workflowPermissions: async (repository, signal) =>
      await unlessRefused(seenBy(anybody).workflowPermissions(repository, signal), OF_ADMINISTRATORS),
    isOrganization: async (login, signal) => await seenBy(anybody).isOrganization(login, signal),
    package: async (owner, name, signal) =>
      await unlessRefused(seenBy(token, NOT_FOR_APPS).package(owner, name, signal), OF_READERS),
  };
}

/** What is seen, and with what. */
type Hint = readonly [message: string, remedy: string];

const OF_THE_APP: Hint = [
  "GitHub shows this to the App itself only.",
  "Run it with the App's credentials, `APP_ID` and `PRIVATE_KEY`, as the server has them.",
];
const OF_ADMINISTRATORS: Hint = [
  "GitHub shows this setting to administrators of the repository only.",
  "Run `ghcr-mirror doctor` with the token of one in `GH_TOKEN`.",
];
const NOT_FOR_APPS: Hint = [
  "Apps may not use GitHub's packages API.",
  "Run `ghcr-mirror doctor` with a personal access token (classic) with the scope `read:packages` in `GH_TOKEN`, or in a job with its `GITHUB_TOKEN`.",
];
const OF_READERS: Hint = [
  "This token may not read packages.",
  "Give a personal access token (classic) the scope `read:packages`, or the job `permissions: packages: read`.",
];
const OF_SOMEBODY: Hint = [
  "Nobody is logged in to GitHub.",
  "Run it with the App's credentials, or with a token in `GH_TOKEN`.",
];

function seenBy(view: GitHubSettings | undefined, hint = OF_SOMEBODY): GitHubSettings {
  if (!view) throw new OutOfSight(...hint);
  return view;
}

/** GitHub says `not found`, too, of what somebody may not know. */
async function unlessRefused<T>(answer: Promise<T>, hint: Hint): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isGitHubError(error, "REFUSED", "NOT_FOUND")) throw new OutOfSight(...hint);
    throw error;
  }
}
