import { renderFailures } from "../cli/render/failures.ts";
import { plain } from "../cli/render/style.ts";
import type { CheckOutput } from "../github/report/check-output.ts";
import { renderSynced } from "../github/report/render/render-synced.ts";
import type { Removal, RunReport } from "../reconcile/report.ts";
import { count } from "../text/count.ts";
import { formatBytes } from "../text/format-bytes.ts";
import { carryOut } from "./carry-out.ts";
import { Division } from "./division.ts";
import { JobLog } from "./job-log.ts";
import type { JobParts } from "./job-parts.ts";
import { leaveResults } from "./leave-results.ts";
import { readTask } from "./read-task.ts";

/**
 * Does what the GitHub Action is for: copies what the config of a commit means, or a part of it, and leaves a result for the App, a
 * summary for people, and what is left to further jobs. Throws `InputError` and `JobError` where it cannot begin, and the signal's
 * reason where it is stopped before; then nothing is left.
 */
export async function runJob(parts: JobParts): Promise<RunReport> {
  const { job, stdout, clock, createToken } = parts;
  using log = new JobLog(stdout, createToken());
  const task = readTask(job, parts.endpoints);
  const { run, part, attempt, carrier, commit, config: path, parallel, bytesPerJob } = task;
  const division = new Division({ parallel, bytesPerJob });
  const report = await carryOut(parts, task, division);

  const more = division.parts;
  const result = { version: 1, run, part: part.index, parts: part.count + more.length, report } as const;
  const { repository } = carrier;
  const finishedAt = clock.now();
  const context = { path, commit, repository, carrier, seen: undefined, notices: [], finishedAt };
  const { output } = renderSynced(report, context);
  const left = division.left && leftLine(division.left);
  await leaveResults(job, { result, attempt, more, output: left ? withLeft(output, left, report) : output });
  for (const line of renderFailures(report.images, plain)) log.say(line);
  for (const removal of report.removals ?? []) log.say(removalLine(removal));
  log.say(left ?? output.title);
  return report;
}

function removalLine({ destination, digest, result, why }: Removal): string {
  const deed = { deleted: "Deleted", kept: "Kept", failed: "Could not delete" }[result];
  return `${deed} ${destination}@${digest}${why === undefined ? "" : `: ${why}`}`;
}

function leftLine({ images, bytes, jobs }: NonNullable<Division["left"]>): string {
  return `${count(images, "image")}, ${formatBytes(bytes)}, left to ${jobs} further jobs`;
}

/** Where all was left, there is nothing else to say. */
function withLeft(output: CheckOutput, left: string, { images, removals = [] }: RunReport): CheckOutput {
  return images.length > 0 || removals.length > 0
    ? { ...output, title: left }
    : { title: left, summary: "They begin when this one has ended." };
}
