import type { GitHub, InstalledRepository } from "../../github/github.ts";
import type { Log } from "../../jobs/log.ts";
import type { ReconcileRequest } from "../../jobs/request.ts";
import type { Visits } from "../../jobs/state.ts";

const AT_ONCE = 100;

/** What {@link visitRepositories} stands on. */
export interface VisitRepositoriesParts {
  readonly github: Pick<GitHub, "installation" | "installations">;
  readonly visits: Visits;
  readonly log: Log;
}

/**
 * Looks at the config of every repository that was pushed to since the last look, so that a push which nobody told us of heals
 * itself. A list of 100 repositories costs one request, and one that nobody pushed to costs nothing more.
 */
export async function visitRepositories(parts: VisitRepositoriesParts, signal: AbortSignal): Promise<void> {
  for await (const installation of parts.github.installations(signal)) {
    try {
      await visitInstallation(parts, installation, signal);
    } catch (error) {
      signal.throwIfAborted();
      parts.log.warn(
        { installation, err: error },
        "the repositories of an installation could not be looked at",
      );
    }
  }
}

async function visitInstallation(
  { github, visits }: VisitRepositoriesParts,
  installation: number,
  signal: AbortSignal,
): Promise<void> {
  let batch: InstalledRepository[] = [];
  const flush = async () => {
    await visits.request(batch.map((repository) => visitOf(installation, repository)));
    batch = [];
  };
  for await (const repository of github.installation(installation).repositories(signal)) {
    if (repository.isArchived || !repository.pushedAt) continue;
    batch.push(repository);
    if (batch.length === AT_ONCE) await flush();
  }
  await flush();
}

function visitOf(installation: number, { id, owner, name, pushedAt = new Date(0) }: InstalledRepository) {
  const request: ReconcileRequest = {
    installation,
    repository: { id, owner, name },
    commit: null,
    reason: "sweep",
    scope: [],
  };
  return { request, pushedAt };
}
