import type { WorkflowRun } from "../../github/actions.ts";
import type { InstallationGitHub } from "../../github/github.ts";
import { runInTitle } from "../../workflow/run-in-title.ts";
import { WORKFLOW_PATH } from "../../workflow/workflow-file.ts";
import { destinationOfOwner } from "../../workflow/workflow-inputs.ts";
import type { Obstacle } from "../obstacle.ts";
import type { Published, Publisher, PublishOrder } from "../publisher.ts";
import { carrierOf } from "./carrier-of.ts";
import { collectResults } from "./collect-results.ts";
import { explainEnd } from "./explain-end.ts";
import { followWorkflow } from "./follow-workflow.ts";
import { type FoundWorkflow, readWorkflow, workflowNotices } from "./read-workflow.ts";
import { startWorkflow } from "./start-workflow.ts";
import { verifyImages } from "./verify-images.ts";
import type { WorkflowParts } from "./workflow-parts.ts";

/** Jobs whose remarks are read, where a workflow has left no result. */
const MOST_REMARKED = 3;

/**
 * Has a workflow of the repository that owns the mirrors bring the images: GitHub gives its jobs a token that GHCR takes. The workflow
 * is followed to its end, also by another process than began it.
 */
export class ActionsPublisher implements Publisher {
  readonly #parts: WorkflowParts;

  constructor(parts: WorkflowParts) {
    this.#parts = parts;
  }

  async publish(order: PublishOrder): Promise<Published> {
    const { clock, dispatches, github: app, action } = this.#parts;
    const { run, repository, installation, signal } = order;
    order.onPhase({ kind: "starting", since: clock.now() });
    const github = app.installation(installation);
    const workflow = await readWorkflow(github, repository, action, signal);
    const known = (await dispatches.of(run, repository))?.workflowRun;
    if (!known && workflow.found === undefined) return obstructed(missing(workflow));
    const start = known ? { workflowRun: known } : await startWorkflow(this.#parts, github, order, workflow);
    if ("obstacle" in start) return obstructed(start.obstacle);
    return await this.#follow(github, workflow, start.workflowRun, order);
  }

  async #follow(
    github: InstallationGitHub,
    workflow: FoundWorkflow,
    workflowRun: number,
    order: PublishOrder,
  ): Promise<Published> {
    const { place } = workflow;
    const followed = await followWorkflow(this.#parts, github, place, workflowRun, order);
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
        const published = await this.#collect(github, workflow, followed.run, order);
        // A person may have begun it again meanwhile: then that attempt is the one to tell of.
        const attempt = (await this.#parts.dispatches.of(order.run, order.repository))?.attempt ?? 1;
        if (attempt <= followed.run.attempt) return published;
        return await this.#follow(github, workflow, workflowRun, order);
      }
    }
  }

  async #collect(
    github: InstallationGitHub,
    workflow: FoundWorkflow,
    run: WorkflowRun,
    order: PublishOrder,
  ): Promise<Published> {
    const { clock, registry, look } = this.#parts;
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
    const { report, seen } = await verifyImages(collected.report, look, signal);
    return { kind: "carried-out", report, carrier, seen, notices: workflowNotices(workflow) };
  }
}

function missing({ place, text }: FoundWorkflow): Obstacle {
  return { code: "WORKFLOW_MISSING", place, path: WORKFLOW_PATH, text };
}

function obstructed(obstacle: Obstacle): Published {
  return { kind: "obstructed", obstacle };
}
