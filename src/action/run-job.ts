import type { Output } from "../cli/output.ts";
import { startSparseProgress } from "../cli/progress/sparse-progress.ts";
import { renderFailures } from "../cli/render/failures.ts";
import { plain } from "../cli/render/style.ts";
import type { JobEnvironment } from "../environment/job-environment.ts";
import type { CheckOutput } from "../github/report/check-output.ts";
import { renderSynced } from "../github/report/render/render-synced.ts";
import type { Clock } from "../oci/clock.ts";
import { createAgent, DEFAULT_TIMEOUTS, exchangeOver } from "../oci/http/exchange.ts";
import type { ProxyFor } from "../oci/http/proxy/proxy.ts";
import { Wire } from "../oci/http/wire/wire.ts";
import { syncImages } from "../reconcile/mirror.ts";
import { createRegistries } from "../reconcile/registries.ts";
import type { RunReport } from "../reconcile/report.ts";
import { count } from "../text/count.ts";
import { formatBytes } from "../text/format-bytes.ts";
import { InputError } from "../workflow/input-error.ts";
import { Division } from "./division.ts";
import { jobKeychain } from "./job-keychain.ts";
import { JobLog } from "./job-log.ts";
import { leaveResults } from "./leave-results.ts";
import { loadConfig } from "./load-config.ts";
import { readTask, type Task } from "./read-task.ts";
import { toldByJob } from "./told-by-job.ts";

/** Blobs, and requests to each registry, under way at the same time. */
const CONCURRENCY = 32;

/** What a job stands on. */
export interface JobParts {
  readonly job: JobEnvironment;
  /** `GITHUB_TOKEN`. */
  readonly token: string | undefined;
  /** Where registry names really answer; all others are found by their name. */
  readonly endpoints: ReadonlyMap<string, URL>;
  readonly proxyFor: ProxyFor | undefined;
  /** The log. */
  readonly stdout: Output;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** A text that nobody can guess. */
  readonly createToken: () => string;
  /** Ends the job; what is known by then is left all the same. */
  readonly signal: AbortSignal;
}

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
  const report = await mirror(parts, task, division);

  const more = division.parts;
  const result = { version: 1, run, part: part.index, parts: part.count + more.length, report } as const;
  const { repository } = carrier;
  const finishedAt = clock.now();
  const context = { path, commit, repository, carrier, seen: undefined, notices: [], finishedAt };
  const { output } = renderSynced(report, context);
  const left = division.left && leftLine(division.left);
  await leaveResults(job, { result, attempt, more, output: left ? withLeft(output, left, report) : output });
  for (const line of renderFailures(report.images, plain)) log.say(line);
  log.say(left ?? output.title);
  return report;
}

async function mirror(
  { job, token, endpoints, proxyFor, stdout, clock, random, signal }: JobParts,
  task: Task,
  division: Division,
): Promise<RunReport> {
  if (!token) throw new InputError("token", "is empty");
  const keychain = jobKeychain(task, token, job.inputs.dockerConfig ?? "");
  const network = { proxyFor };
  const agent = createAgent(1, DEFAULT_TIMEOUTS, network);
  const send = exchangeOver(agent, new Wire(DEFAULT_TIMEOUTS, network));
  const config = await loadConfig(task, { send, token, clock, random, signal }).finally(() =>
    agent.destroy(),
  );

  using progress = startSparseProgress(stdout, () => clock.now());
  const { onEvent } = progress;
  await using registries = createRegistries({
    endpoints,
    keychain,
    concurrency: CONCURRENCY,
    clock,
    proxyFor,
    onEvent,
  });
  const { registry, owner, only, part } = task;
  const report = await syncImages({
    config,
    owner,
    registry,
    registries,
    only,
    concurrency: CONCURRENCY,
    signal,
    share: division,
    onEvent,
    now: () => clock.now(),
  });
  return {
    ...report,
    images: report.images.map((image) => toldByJob(image, endpoints)),
    // The first part tells of those of all.
    unmatched: part.index > 0 ? [] : report.unmatched,
  };
}

function leftLine({ images, bytes, jobs }: NonNullable<Division["left"]>): string {
  return `${count(images, "image")}, ${formatBytes(bytes)}, left to ${jobs} further jobs`;
}

/** Where all was left, there is nothing else to say. */
function withLeft(output: CheckOutput, left: string, { images }: RunReport): CheckOutput {
  return images.length > 0
    ? { ...output, title: left }
    : { title: left, summary: "They begin when this one has ended." };
}
