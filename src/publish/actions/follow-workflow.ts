import type { WorkflowRun } from "../../github/actions.ts";
import type { InstallationGitHub } from "../../github/github.ts";
import type { WorkflowPlace } from "../obstacle.ts";
import type { Phase } from "../phase.ts";
import type { PublishOrder } from "../publisher.ts";
import { carrierOf } from "./carrier-of.ts";
import type { WorkflowParts } from "./workflow-parts.ts";

/** Milliseconds between looks when no webhook comes; the last one is kept to. */
const PAUSES = [15_000, 30_000, 60_000, 120_000, 300_000] as const;
/** Webhooks of several jobs come together, and one look serves for all: the least time between two. */
const LEAST_PAUSE = 1_000;

/** Looks that a run may take to appear: GitHub tells of one that it has just begun before all of it knows it. */
const LOOKS_TO_APPEAR = 3;

/** What a workflow came to: it ended, it waits for a person, somebody deleted it, or nobody wants it any longer. */
export type Followed =
  | { readonly kind: "completed" | "waiting"; readonly run: WorkflowRun }
  | { readonly kind: "deleted" | "unwanted" };

/** Looks at a run of the workflow, at each webhook about it and from time to time, until it has ended. */
export async function followWorkflow(
  { dispatches, clock }: WorkflowParts,
  { actions }: InstallationGitHub,
  { repository }: Pick<WorkflowPlace, "repository">,
  workflowRun: number,
  order: PublishOrder,
): Promise<Followed> {
  const { signal, stopping, unwanted } = order;
  const ended = AbortSignal.any([signal, stopping, unwanted]);
  let isKnown = false;
  for (let looks = 0; ; looks += 1) {
    if (unwanted.aborted) {
      await actions.cancel(repository, workflowRun, signal);
      return { kind: "unwanted" };
    }
    stopping.throwIfAborted();
    const { told: known = 0, attempt = 1 } = (await dispatches.of(order.run, order.repository)) ?? {};
    const lookedAt = clock.now();
    const run = await actions.run(repository, workflowRun, signal);
    // An attempt that a webhook told of may not be everywhere yet: then the one before it is seen, which has ended.
    const isCurrent = run !== undefined && run.attempt >= attempt;
    if (isCurrent && run.status === "completed") return { kind: "completed", run };
    if (isCurrent && run.status === "waiting") return { kind: "waiting", run };
    if (!run && (isKnown || looks + 1 >= LOOKS_TO_APPEAR)) return { kind: "deleted" };
    if (run) {
      isKnown = true;
      if (isCurrent) order.onPhase(await phaseOf(run));
    }
    const pause = PAUSES[Math.min(looks, PAUSES.length - 1)] ?? 0;
    await order
      .aside(() => pauseOrNews(pause, known, lookedAt))
      .catch((error: unknown) => {
        signal.throwIfAborted();
        if (!ended.aborted) throw error;
      });
  }

  async function phaseOf(run: WorkflowRun): Promise<Phase> {
    const carrier = carrierOf(repository, run);
    if (run.status !== "in_progress") return { kind: "queued", since: run.askedAt.getTime(), carrier };
    const jobs = await actions.jobs(repository, workflowRun, signal);
    // One that was skipped never was to do anything.
    const real = jobs.filter(({ conclusion }) => conclusion !== "skipped");
    const done = real.filter(({ status }) => status === "completed").length;
    return { kind: "running", since: run.askedAt.getTime(), carrier, jobs: real.length, ended: done };
  }

  async function pauseOrNews(pause: number, known: number, lookedAt: number): Promise<void> {
    const over = new AbortController();
    const until = AbortSignal.any([ended, over.signal]);
    const rest = () => Math.max(0, lookedAt + LEAST_PAUSE - clock.now());
    const news = dispatches
      .news(order.run, order.repository, known, until)
      .then(() => clock.sleep(rest(), until));
    const late = clock.sleep(pause, until);
    try {
      await Promise.race([news, late]);
    } finally {
      over.abort();
      news.catch(() => {});
      late.catch(() => {});
    }
  }
}
