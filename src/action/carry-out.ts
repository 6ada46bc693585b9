import { startSparseProgress } from "../cli/progress/sparse-progress.ts";
import { createAgent, DEFAULT_TIMEOUTS, exchangeOver } from "../oci/http/exchange.ts";
import { Wire } from "../oci/http/wire/wire.ts";
import { HeaderGate } from "../reconcile/header-gate.ts";
import { syncImages } from "../reconcile/mirror.ts";
import { createRegistries } from "../reconcile/registries.ts";
import type { RunReport } from "../reconcile/report.ts";
import { InputError } from "../workflow/input-error.ts";
import { clearedQuarantine } from "./cleared-quarantine.ts";
import type { Division } from "./division.ts";
import { jobKeychain } from "./job-keychain.ts";
import type { JobParts } from "./job-parts.ts";
import { loadConfig } from "./load-config.ts";
import type { Task } from "./read-task.ts";
import { removeImages } from "./remove/remove-images.ts";
import { removalToldByJob, toldByJob } from "./told-by-job.ts";

/** Blobs, and requests to each registry, under way at the same time. */
const CONCURRENCY = 32;

/**
 * Copies what a task means, but what `division` leaves to others, and then deletes what it says. Throws `InputError` and `JobError` where it
 * cannot begin, and the signal's reason where it is stopped before.
 */
export async function carryOut(
  { job, token, endpoints, proxyFor, stdout, clock, random, signal }: JobParts,
  task: Task,
  division: Division,
): Promise<RunReport> {
  if (!token) throw new InputError("token", "is empty");
  const { registry, owner, only, part, apiUrl, cleared, reserve, remove } = task;
  const keychain = jobKeychain(task, token, job.inputs.dockerConfig ?? "");
  const network = { proxyFor };
  const wire = new Wire(DEFAULT_TIMEOUTS, network);
  await using stack = new AsyncDisposableStack();
  const agent = stack.adopt(createAgent(1, DEFAULT_TIMEOUTS, network), (agent) => agent.destroy());
  const github = { send: exchangeOver(agent, wire), token, clock, random, signal };
  const loaded = await loadConfig(task, github);

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
  const report = await syncImages({
    config: loaded.config,
    owner,
    registry,
    registries,
    only,
    concurrency: CONCURRENCY,
    signal,
    share: division,
    quarantine: clearedQuarantine(cleared),
    pulls: new HeaderGate({ reserve, lasting: ["account"], clock }),
    onEvent,
    now: () => clock.now(),
  });
  // Other parts begin later, and must find what they need.
  const isMine = part.index === 0 && remove.length > 0;
  const removals =
    isMine &&
    (await removeImages(remove, { ...loaded, place: { registry, owner }, registries, apiUrl, github }));
  return {
    ...report,
    images: report.images.map((image) => toldByJob(image, endpoints)),
    // The first part tells of those of all.
    unmatched: part.index > 0 ? [] : report.unmatched,
    ...(removals && { removals: removals.map((removal) => removalToldByJob(removal, endpoints)) }),
  };
}
