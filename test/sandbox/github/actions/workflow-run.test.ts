import { describe, expect, it } from "vitest";
import type { SmallWorld } from "../repositories/small-world.ts";
import { FILE, told, withWorkflow } from "./dispatched.ts";

const jobsOf = (small: SmallWorld, run: number, query: Record<string, string> = {}) =>
  small.get("actions/list-jobs-for-workflow-run", { params: { run_id: String(run) }, query });

describe("a run of a workflow", () => {
  it("is driven by hand from the queue to its end", async () => {
    const { small, sha, start } = await withWorkflow();
    await using _ = small;
    const run = await start();
    const job = run.addJob("mirror");
    expect((await jobsOf(small, run.id)).jobs).toMatchObject([
      { status: "queued", steps: [], runner_name: null, labels: ["ubuntu-latest"] },
    ]);
    job.begin("runner 7");
    job.beginStep("Set up job");
    job.endStep();
    job.beginStep("Mirror");
    expect((await jobsOf(small, run.id)).jobs).toMatchObject([
      {
        id: job.id,
        run_id: run.id,
        head_sha: sha,
        workflow_name: "mirror",
        runner_name: "runner 7",
        status: "in_progress",
        steps: [
          { name: "Set up job", number: 1, status: "completed", conclusion: "success" },
          { name: "Mirror", number: 2, status: "in_progress", conclusion: null },
        ],
      },
    ]);
    job.complete("failure");
    expect(job.steps.at(-1)).toMatchObject({ status: "completed", conclusion: "failure" });
    run.complete("failure");
    expect(told(small)).toEqual([
      "run.requested queued",
      "job.queued queued",
      "run.in_progress in_progress",
      "job.in_progress in_progress",
      "job.completed failure",
      "run.completed failure",
    ]);
    expect(small.heard("workflow_run.completed")).toMatchObject([
      { workflow: { path: `.github/workflows/${FILE}`, name: "mirror" }, workflow_run: { id: run.id } },
    ]);
    expect(() => run.addJob("late")).toThrow("has ended");
    expect(() => run.complete("success")).toThrow("has ended");
  });

  it("ends its jobs with itself", async () => {
    const { small, start } = await withWorkflow();
    await using _ = small;
    const run = await start();
    run.addJob("one").begin();
    run.addJob("two");
    run.complete("timed_out");
    expect(run.jobs.map(({ conclusion }) => conclusion)).toEqual(["timed_out", "timed_out"]);
  });

  it("may never begin", async () => {
    const { small, start } = await withWorkflow();
    await using _ = small;
    const run = await start();
    run.complete("startup_failure");
    expect(told(small)).toEqual(["run.requested queued", "run.completed startup_failure"]);
  });

  it("keeps the end of a long log", async () => {
    const { small, start } = await withWorkflow();
    await using _ = small;
    const job = (await start()).addJob("mirror");
    job.log("first\n");
    job.log("x".repeat(1024 * 1024));
    job.log("last\n");
    expect(job.logText).toHaveLength(1024 * 1024);
    expect(job.logText).toMatch(/^x.*last\n$/s);
  });

  it("waits for approval and goes on with the job that waited", async () => {
    const { small, repository, actions, start } = await withWorkflow();
    await using _ = small;
    actions.of(repository).settings.needsApproval = true;
    const run = await start();
    expect(run.status).toBe("waiting");
    actions.approve(run);
    const job = run.addJob("mirror");
    expect(run.jobs).toEqual([job]);
    job.begin();
    expect(told(small)).toEqual([
      "run.requested queued",
      "job.queued queued",
      "job.waiting waiting",
      "job.queued queued",
      "run.in_progress in_progress",
      "job.in_progress in_progress",
    ]);
  });

  it("is run again as its next attempt, for whoever asks", async () => {
    const { small, repository, actions, start } = await withWorkflow();
    await using _ = small;
    const run = await start();
    const params = { run_id: String(run.id) };
    const refused = await small.ask("actions/re-run-workflow", { params });
    expect(refused).toMatchObject({ status: 403, body: { message: "This workflow is already running" } });
    run.addJob("mirror").complete("failure");
    run.complete("failure");
    expect((await small.ask("actions/re-run-workflow", { params })).status).toBe(201);
    expect(await small.get("actions/get-workflow-run", { params })).toMatchObject({
      id: run.id,
      run_number: 1,
      run_attempt: 2,
      status: "queued",
      conclusion: null,
      actor: { login: "ada" },
      triggering_actor: { login: "mirror[bot]" },
    });
    const again = run.addJob("mirror");
    expect((await jobsOf(small, run.id)).jobs).toMatchObject([{ id: again.id, run_attempt: 2 }]);
    expect(await jobsOf(small, run.id, { filter: "all" })).toMatchObject({ total_count: 2 });
    run.complete("success");
    actions.rerun(run);
    expect(run).toMatchObject({ attempt: 3, triggeredBy: repository.creator });
  });
});

describe("a job", () => {
  it("is a check run of GitHub's own App, with its remarks", async () => {
    const { small, sha, start } = await withWorkflow();
    await using _ = small;
    const job = (await start()).addJob("mirror");
    const remark = "The job was not started because your spending limit needs to be increased.";
    job.complete("failure", [remark]);
    const params = { check_run_id: String(job.checkRunId) };
    expect(await small.get("checks/get", { params })).toMatchObject({
      name: "mirror",
      conclusion: "failure",
      details_url: job.htmlUrl,
      app: { slug: "github-actions" },
    });
    expect(await small.get("checks/list-annotations", { params })).toMatchObject([
      { path: ".github", message: remark, annotation_level: "failure" },
    ]);
    const all = await small.get("checks/list-for-ref", { params: { ref: sha } });
    expect(all).toMatchObject({ total_count: 1 });
    const own = { app_id: String(small.world.app.id) };
    expect(await small.get("checks/list-for-ref", { params: { ref: sha }, query: own })).toMatchObject({
      total_count: 0,
    });
    expect(small.repository.checks.runsOf(sha)).toEqual([]);
  });

  it("has a check run that other Apps cannot touch", async () => {
    const { small, start } = await withWorkflow();
    await using _ = small;
    const job = (await start()).addJob("mirror");
    const params = { check_run_id: String(job.checkRunId) };
    const changed = await small.ask("checks/update", { params, body: { conclusion: "success" } });
    expect(changed.status).toBe(403);
    job.complete("failure");
    expect((await small.ask("checks/rerequest-run", { params })).status).toBe(422);
  });

  it("does nothing out of order", async () => {
    const { small, start } = await withWorkflow();
    await using _ = small;
    const job = (await start()).addJob("mirror");
    expect(() => job.beginStep("early")).toThrow("queued, not in_progress");
    expect(() => job.endStep()).toThrow("no step under way");
    job.begin();
    expect(() => job.begin()).toThrow("in_progress, not queued");
    job.complete("success");
    expect(() => job.complete("success")).toThrow("ended already");
    expect(() => job.issueToken()).toThrow("ended already");
  });
});
