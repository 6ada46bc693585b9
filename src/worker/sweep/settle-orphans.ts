import { isRefusal } from "../../github/github-error.ts";
import { CHECK_NAME } from "../../github/report/check-name.ts";
import { renderAbandoned } from "../../github/report/render/render-abandoned.ts";
import { renderSynced } from "../../github/report/render/render-synced.ts";
import type { Conclusion, Run } from "../../jobs/run.ts";
import { inLogContext } from "../../observe/log-context.ts";
import { concludeCheckRun } from "../check-run.ts";
import { nameOf } from "../name-of.ts";
import type { WorkerParts } from "../parts.ts";

/** Ends the runs that nobody works on any more, and tells so. */
export async function settleOrphans(parts: WorkerParts, signal: AbortSignal): Promise<void> {
  for (const run of await parts.state.runs.orphans()) {
    signal.throwIfAborted();
    await abandonRun(parts, run, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      parts.log.warn({ run: run.id, err: error }, "a run that nobody works on could not be concluded");
    });
  }
}

/**
 * Ends a run that will not come to its own end: by what it did where it was carried out, else in the `words` of what went
 * wrong where they are known. A repository that is out of reach is not told, and neither is one that never had a check run
 * because its request was not looked at.
 */
export async function abandonRun(
  parts: WorkerParts,
  run: Run,
  signal: AbortSignal,
  words?: string,
): Promise<void> {
  await inLogContext({ run: run.id, repository: nameOf(run) }, async () => {
    const conclusion = await tellEnd(parts, run, signal, words);
    const { id, commit, configSha, report } = run;
    parts.log.warn({ conclusion }, "a run was given up");
    const applied = report && commit && configSha ? { commit, configSha } : undefined;
    await parts.state.runs.conclude(id, conclusion, applied);
  });
}

async function tellEnd(
  parts: WorkerParts,
  run: Run,
  signal: AbortSignal,
  words: string | undefined,
): Promise<Conclusion> {
  const { id, commit, repository } = run;
  if (commit === null) return "none";
  const github = parts.github.installation(run.installation);
  const last = lastWord(run, commit, words);
  try {
    const check = { name: CHECK_NAME, commit, externalId: id };
    const known = run.checkRun ?? (await github.findCheckRun(repository, check, signal));
    if (known === undefined && run.state === "requested") return "none";
    const place = { github, run: { ...run, checkRun: known ?? null }, commit, signal };
    await concludeCheckRun(place, last.conclusion, last.output);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  return last.conclusion;
}

function lastWord(run: Run, commit: string, words: string | undefined) {
  const { report, configPath, repository, finishedAt, supersededBy } = run;
  if (report && configPath !== null) {
    return renderSynced(report, {
      path: configPath,
      commit,
      repository,
      finishedAt: finishedAt?.getTime() ?? 0,
    });
  }
  const conclusion = run.state === "superseded" ? "cancelled" : "failure";
  return { conclusion, output: renderAbandoned(supersededBy, words) } as const;
}
