import type { WorkflowRun } from "../../github/actions.ts";
import type { InstallationGitHub } from "../../github/github.ts";
import type { PullLimit } from "../../oci/registry/pull-limit.ts";
import type { ImageReport } from "../../reconcile/report.ts";
import { runInTitle } from "../../workflow/run-in-title.ts";
import { WORKFLOW_PATH } from "../../workflow/workflow-file.ts";
import { destinationOfOwner } from "../../workflow/workflow-inputs.ts";
import type { DueOrder, DuePublisher } from "../due-order.ts";
import type { Obstacle } from "../obstacle.ts";
import type { Published, PublishOrder } from "../publisher.ts";
import { jobIdentity } from "../pulls/job-identity.ts";
import { noteLimits } from "../pulls/note-limits.ts";
import { carrierOf } from "./carrier-of.ts";
import { collectResults } from "./collect-results.ts";
import { explainEnd } from "./explain-end.ts";
import { followWorkflow } from "./follow-workflow.ts";
import { type FoundWorkflow, readWorkflow, workflowNotices } from "./read-workflow.ts";
import { findWorkflow, startWorkflow } from "./start-workflow.ts";
import { verifyImages } from "./verify-images.ts";
import type { WorkflowParts } from "./workflow-parts.ts";

/** Jobs whose remarks are read, where a workflow has left no result. */
const MOST_REMARKED = 3;
const HOUR = 3_600_000;
/** Milliseconds within which an image goes on that a job has deferred. */
const SOONEST = HOUR / 12;
const LATEST = 24 * HOUR;

/**
 * Has a workflow of the repository that owns the mirrors bring the images: GitHub gives its jobs a token that GHCR takes. The workflow
 * is followed to its end, also by another process than began it.
 */
export class ActionsPublisher implements DuePublisher {
  readonly #parts: WorkflowParts;

  constructor(parts: WorkflowParts) {
    this.#parts = parts;
  }

  /** The run of the workflow that carries an order already. */
  async find(order: PublishOrder): Promise<number | undefined> {
    return await findWorkflow(this.#parts, this.#githubOf(order), order);
  }

  /** Follows a run of the workflow that was found. */
  async follow(order: PublishOrder, workflowRun: number): Promise<Published> {
    return await this.#follow(await this.#begin(order), workflowRun, order);
  }

  /** Starts one for an order that none carries yet, and follows it. */
  async publish(order: DueOrder): Promise<Published> {
    const workflow = await this.#begin(order);
    if (workflow.found === undefined) return obstructed(missing(workflow));
    const start = await startWorkflow(this.#parts, this.#githubOf(order), order, workflow);
    if ("obstacle" in start) return obstructed(start.obstacle);
    return await this.#follow(workflow, start.workflowRun, order);
  }

  #githubOf({ installation }: PublishOrder): InstallationGitHub {
    return this.#parts.github.installation(installation);
  }

  async #begin(order: PublishOrder): Promise<FoundWorkflow> {
    const { clock, action } = this.#parts;
    order.onPhase({ kind: "starting", since: clock.now() });
    return await readWorkflow(this.#githubOf(order), order.repository, action, order.signal);
  }

  async #follow(workflow: FoundWorkflow, workflowRun: number, order: PublishOrder): Promise<Published> {
    const { place } = workflow;
    const followed = await followWorkflow(this.#parts, this.#githubOf(order), place, workflowRun, order);
    switch (followed.kind) {
      case "unwanted":
        return { kind: "unwanted" };
      case "deleted":
        await this.#parts.dispatches.forget(order.run, order.repository);
        return obstructed({ code: "DELETED", place });
      case "waiting":
        return obstructed({
          code: "WAITS_FOR_APPROVAL",
          place,
          carrier: carrierOf(place.repository, followed.run),
        });
      case "completed": {
        const published = await this.#collect(workflow, followed.run, order);
        // A person may have begun it again meanwhile: then that attempt is the one to tell of.
        const attempt = (await this.#parts.dispatches.of(order.run, order.repository))?.attempt ?? 1;
        if (attempt <= followed.run.attempt) return published;
        return await this.#follow(workflow, workflowRun, order);
      }
    }
  }

  async #collect(workflow: FoundWorkflow, run: WorkflowRun, order: PublishOrder): Promise<Published> {
    const { clock, registry, look, ledger } = this.#parts;
    const github = this.#githubOf(order);
    const { signal } = order;
    const { place } = workflow;
    const carrier = carrierOf(place.repository, run);
    order.onPhase({ kind: "collecting", since: clock.now(), carrier });
    const expected = {
      run: runInTitle(run.title) ?? order.run,
      destination: destinationOfOwner(registry, order.repository.owner),
    };
    const collected = await collectResults(github, place, run, expected, signal);
    if ("missing" in collected) {
      const jobs = await github.actions.jobs(place.repository, run.id, signal);
      const failed = jobs.filter(({ conclusion }) => conclusion !== "success" && conclusion !== "skipped");
      const remarks: string[] = [];
      for (const job of failed.slice(0, MOST_REMARKED))
        remarks.push(...(await github.actions.remarks(place.repository, job, signal)));
      return obstructed(explainEnd(place, { run, jobs, remarks, missing: collected.missing }));
    }
    const now = clock.now();
    const { report: told, seen } = await verifyImages(collected.report, look, signal);
    const images = told.images.map((image) => soon(image, now));
    const pullLimits = told.pullLimits.map((limit) => ofJob(limit, order.installation));
    await noteLimits(ledger, pullLimits, now);
    // A job knows nothing of what was before.
    const { departed: _, ...rest } = told;
    const report = { ...rest, images, pullLimits };
    return { kind: "carried-out", report, carrier, seen, notices: workflowNotices(workflow) };
  }
}

/** Where a job could not tell when there are pulls again, the next one has another address as a rule. None has images wait for ever. */
function soon(image: ImageReport, now: number): ImageReport {
  const { result, until } = image;
  if (result !== "deferred") return image;
  const wanted = until === undefined ? now + HOUR : Date.parse(until);
  const at = Math.min(Math.max(wanted, now + SOONEST), now + LATEST);
  return { ...image, until: new Date(at).toISOString() };
}

function ofJob({ identity, ...limit }: PullLimit, installation: number): PullLimit {
  return { ...limit, ...(identity !== undefined && { identity: jobIdentity(identity, installation) }) };
}

function missing({ place, text }: FoundWorkflow): Obstacle {
  return { code: "WORKFLOW_MISSING", place, path: WORKFLOW_PATH, text };
}

function obstructed(obstacle: Obstacle): Published {
  return { kind: "obstructed", obstacle };
}
