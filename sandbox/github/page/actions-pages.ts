import type { Job } from "../actions/job.ts";
import type { Step } from "../actions/step.ts";
import type { WorkflowRun } from "../actions/workflow-run.ts";
import type { Repository } from "../repositories/repository.ts";
import { checkMark } from "./check-mark.ts";
import { type Html, html } from "./html.ts";
import { moment, type Page, pathTo, repositoryHead, whoSelect } from "./layout.ts";

/** As many runs as one page shows. */
const MAX_SHOWN = 100;

/** All runs of workflows, newest first. */
export function workflowRunsPage(repository: Repository): Page {
  const { runs } = repository.world.actions.of(repository);
  const items = runs
    .toReversed()
    .slice(0, MAX_SHOWN)
    .map(
      (run) => html`<li>${checkMark(run)} <a href="${runPath(run)}">${run.title}</a>
        <small>${run.workflow.name} · run ${run.number}, by ${run.actor.login}, ${moment(run.createdAt)}</small></li>`,
    );
  return {
    title: `Actions · ${repository.fullName}`,
    isMoving: runs.some(({ isOver }) => !isOver),
    body: html`${repositoryHead(repository)}<h2>Actions</h2><ul class="list">${items}</ul>
      ${items.length === 0 ? html`<p>No workflow was run yet.</p>` : undefined}`,
  };
}

/** A run of a workflow: the jobs of its latest attempt with what they wrote, and what it has left. */
export function workflowRunPage(run: WorkflowRun): Page {
  const { repository, artifacts } = run;
  return {
    title: `${run.title} · run ${run.number} · ${repository.fullName}`,
    isMoving: !run.isOver,
    body: html`${repositoryHead(repository)}<h2>${checkMark(run)} ${run.title}</h2>
      <p>${(run.conclusion ?? run.status).replaceAll("_", " ")}: ${run.workflow.name}, run ${run.number}, attempt ${run.attempt},
        on <a href="${pathTo(repository, "commit", run.headSha)}"><code>${run.headSha.slice(0, 7)}</code></a>,
        by ${run.triggeredBy.login}, ${moment(run.startedAt)}</p>
      ${buttons(run)}
      ${run.jobs.map(jobSection)}
      ${artifacts.length > 0 ? html`<h3>Artifacts</h3>` : undefined}
      <ul class="list">${artifacts.map(({ name, zip, isExpired }) => html`<li>${name} <small>${isExpired ? "expired" : `${zip.length} bytes`}</small></li>`)}</ul>`,
  };
}

const runPath = ({ repository, id }: WorkflowRun) => pathTo(repository, "actions", "runs", id);

function buttons(run: WorkflowRun): Html {
  const [action, label] = run.isOver
    ? ["rerun", "Re-run all jobs"]
    : run.status === "waiting"
      ? ["approve", "Approve"]
      : ["cancel", "Cancel"];
  return html`<form method="post" action="${runPath(run)}">
    <button name="action" value="${action}">${label}</button> ${whoSelect(run.repository)}</form>`;
}

function jobSection(job: Job): Html {
  const { name, steps, checkRun, logText } = job;
  const remarks = checkRun.annotations.map(({ message }) => html`<p>${message}</p>`);
  return html`<section id="job-${job.id}"><h3>${checkMark(job)} ${name}</h3>
    ${remarks}<ul class="runs">${steps.map(stepItem)}</ul>
    ${logText === "" ? undefined : html`<details open><summary>Log</summary><pre>${logText}</pre></details>`}</section>`;
}

const stepItem = (step: Step): Html => html`<li>${checkMark(step)} ${step.name}</li>`;
