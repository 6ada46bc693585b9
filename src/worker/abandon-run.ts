import { isRefusal } from "../github/github-error.ts";
import { renderAbandoned } from "../github/report/render/render-abandoned.ts";
import type { RenderedEnd } from "../github/report/render/rendered-end.ts";
import type { Conclusion, Run } from "../jobs/run.ts";
import { inLogContext } from "../observe/log-context.ts";
import { endCheckRun, knownCheckRun } from "./check-run.ts";
import { endRun } from "./end-run.ts";
import { nameOf } from "./name-of.ts";
import type { WorkerParts } from "./parts.ts";
import { rememberImages } from "./remember-images.ts";
import { renderPublished } from "./render-published.ts";

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
    const { commit, configSha, published } = run;
    parts.log.warn({ conclusion }, "a run was given up");
    // One whose repository was forgotten leaves nothing behind.
    if (run.state === "running" && (await parts.state.runs.isWanted(run.id)))
      await rememberImages(parts, run.repository, await parts.state.items.of(run.id), undefined);
    const applied = published && commit && configSha ? { commit, configSha } : undefined;
    await endRun(parts, run, { conclusion, applied, published }, signal);
  });
}

async function tellEnd(
  parts: WorkerParts,
  run: Run,
  signal: AbortSignal,
  words: string | undefined,
): Promise<Conclusion> {
  const { commit } = run;
  if (commit === null) return "none";
  const place = { github: parts.github.installation(run.installation), run, commit, signal };
  const end = lastWord(run, commit, words);
  try {
    const checkRun = await knownCheckRun(place);
    if (checkRun === undefined && run.state === "requested") return "none";
    await endCheckRun(place, checkRun, end);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  return end.conclusion;
}

function lastWord(run: Run, commit: string, words: string | undefined): RenderedEnd {
  const { published, configPath, repository, finishedAt, supersededBy, state } = run;
  if (published && configPath !== null) {
    return renderPublished(published, {
      path: configPath,
      commit,
      repository,
      finishedAt: finishedAt?.getTime() ?? 0,
    });
  }
  const conclusion = state === "superseded" ? "cancelled" : "failure";
  return { conclusion, output: renderAbandoned(supersededBy, words) };
}
