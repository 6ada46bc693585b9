import type { Artifact, WorkflowRun } from "../../github/actions.ts";
import type { InstallationGitHub } from "../../github/github.ts";
import { isGitHubError } from "../../github/github-error.ts";
import type { RunReport } from "../../reconcile/report.ts";
import {
  artifactName,
  artifactsOf,
  type JobResult,
  RESULT_FILE,
  RESULT_LIMITS,
} from "../../workflow/job-result.ts";
import { type ExpectedResult, ResultError, readResult } from "../../workflow/read-result.ts";
import type { WorkflowPlace } from "../obstacle.ts";
import { mergeParts } from "./merge-parts.ts";
import { ArchiveError, unzipFile } from "./unzip-file.ts";

/** Bytes of an artifact: twenty thousand images, in many words. */
const MOST_ARCHIVE = 8 * 1024 * 1024;
/** Bytes of the results of all parts: there may be hundreds, and whoever made them up may have made each as large as it may be. */
const MOST_RESULTS = 2 * RESULT_LIMITS.bytes;

/** What jobs say became of the images, or why what they have left says nothing. */
export type Collected = { readonly report: RunReport } | { readonly missing: readonly string[] };

/** Fetches what the jobs of a workflow's run have left. Nothing in it is believed beyond its form. */
export async function collectResults(
  { actions }: InstallationGitHub,
  { repository }: Pick<WorkflowPlace, "repository">,
  { id, attempt }: WorkflowRun,
  expected: ExpectedResult,
  signal: AbortSignal,
): Promise<Collected> {
  let room = MOST_RESULTS;
  const artifacts = await actions.artifacts(repository, id, signal);
  const first = await collect(0);
  if ("missing" in first) return first;
  const reports: [RunReport, ...RunReport[]] = [first.report];
  for (let part = 1; part < first.parts; part += 1) {
    const result = await collect(part);
    if ("missing" in result) return result;
    reports.push(result.report);
  }
  return { report: mergeParts(reports) };

  async function collect(part: number): Promise<JobResult | { readonly missing: readonly string[] }> {
    const artifact = newest(artifacts, attempt, part);
    const name = `“${artifactName(attempt, part)}”`;
    if (!artifact) return { missing: [`the artifact ${name} is not there`] };
    try {
      const archive = await actions.download(repository, artifact.id, MOST_ARCHIVE, signal);
      const bytes = await unzipFile(archive, RESULT_FILE, Math.min(RESULT_LIMITS.bytes, room));
      room -= bytes.length;
      const result = readResult(bytes, expected);
      if (result.part !== part) return { missing: [`${name} is of another part`] };
      return result;
    } catch (error) {
      const isUnusable =
        error instanceof ArchiveError ||
        error instanceof ResultError ||
        isGitHubError(error, "TOO_LARGE", "NOT_FOUND");
      if (!isUnusable) throw error;
      return { missing: [`${name} cannot be used: ${error.message}`] };
    }
  }
}

/**
 * That of the newest attempt: jobs that succeeded are not repeated when a person re-runs those that failed. An attempt that has left
 * nothing has brought nothing, whatever those before it have.
 */
function newest(artifacts: readonly Artifact[], attempt: number, part: number): Artifact | undefined {
  if (!artifacts.some(({ name }) => name.startsWith(artifactsOf(attempt)))) return undefined;
  for (let each = attempt; each >= 1; each -= 1) {
    const found = artifacts.find(({ name }) => name === artifactName(each, part));
    if (found) return found;
  }
  return undefined;
}
