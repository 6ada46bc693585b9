import type { PolicyLayer } from "../config/policy/policy.ts";
import type { InstallationGitHub, RepositoryName } from "../github/github.ts";
import { isGitHubError, isRefusal } from "../github/github-error.ts";
import { RECEIVED_CHECK_NAME } from "../github/report/check-name.ts";
import { renderReceived, renderReceivedFromPrivate } from "../github/report/render/render-received.ts";
import type { CarriedOut } from "../publish/carried-out.ts";
import type { Target } from "./find-targets.ts";
import type { OpenRun } from "./open-run.ts";
import type { WorkerParts } from "./parts.ts";
import { renderPublished } from "./render-published.ts";

/** What was brought to another organization, by its consent. */
export interface Received {
  readonly target: Target;
  readonly consent: PolicyLayer;
  readonly published: CarriedOut;
}

/**
 * Shows other organizations what they have received: a check run on the commit of the policy that consents, once for each run that
 * brought something. Where they have taken the App away meanwhile, nobody is told.
 */
export async function tellReceivers(
  { github: app, clock }: Pick<WorkerParts, "github" | "clock">,
  { run, commit, config }: OpenRun,
  received: readonly Received[],
  signal: AbortSignal,
): Promise<void> {
  for (const { target, consent, published } of received) {
    if (published.report.images.every(({ result }) => result === "skipped")) continue;
    const [owner = "", name = ""] = consent.file.repository.split("/");
    const github = app.installation(target.installation);
    const told = { path: config.path, commit, repository: run.repository, finishedAt: clock.now() };
    const check = { name: RECEIVED_CHECK_NAME, commit: consent.file.commit, externalId: run.id };
    try {
      if (await github.findCheckRun({ owner, name }, check, signal)) continue;
      const render = (await mayTell({ owner, name }, github)) ? renderReceived : renderReceivedFromPrivate;
      const { conclusion, output } = render(renderPublished(published, told), run.repository);
      await github.createCheckRun(
        { owner, name },
        { ...check, status: "completed", conclusion, output },
        signal,
      );
    } catch (error) {
      if (!isRefusal(error) && !isGitHubError(error, "NOT_FOUND")) throw error;
    }
  }

  /** The config of a private repository is nobody's business in a public one. */
  async function mayTell(there: RepositoryName, github: InstallationGitHub): Promise<boolean> {
    if ((await github.repository(there, signal))?.isPrivate) return true;
    const facts = await app.installation(run.installation).repository(run.repository, signal);
    return facts?.isPrivate === false;
  }
}
