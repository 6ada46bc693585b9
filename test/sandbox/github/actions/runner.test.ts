import { describe, expect, it } from "vitest";
import type { WorkflowRun } from "../../../../sandbox/github/actions/workflow-run.ts";
import { told, withWorkflow } from "./dispatched.ts";

/** Does one job, and waits in it for the end that somebody wants. */
async function patient(run: WorkflowRun): Promise<void> {
  const job = run.addJob("mirror");
  job.begin();
  await new Promise((resolve) => run.signal.addEventListener("abort", resolve, { once: true }));
  job.complete("cancelled");
}

async function quick(run: WorkflowRun): Promise<void> {
  const job = run.addJob("mirror");
  job.begin();
  job.complete("success");
  run.complete("success");
}

describe("a runner", () => {
  it("takes what waits in the queue, and what comes later", async () => {
    const { small, actions, start } = await withWorkflow();
    await using _ = small;
    const runs = [await start(), await start(), await start({ run: "2", destination: "other" })];
    actions.attach(quick);
    expect(runs.map(({ status }) => status)).toEqual(["queued", "pending", "queued"]);
    await actions.settled();
    runs.push(await start());
    await actions.settled();
    expect(runs.map(({ conclusion }) => conclusion)).toEqual(["success", "success", "success", "success"]);
    actions.rerun(runs[0] as WorkflowRun);
    await actions.settled();
    expect(runs[0]).toMatchObject({ attempt: 2, conclusion: "success" });
  });

  it("ends a run itself that is cancelled", async () => {
    const { small, actions, start } = await withWorkflow();
    await using _ = small;
    actions.attach(patient);
    const run = await start();
    await Promise.resolve();
    const params = { run_id: String(run.id) };
    expect((await small.ask("actions/cancel-workflow-run", { params })).status).toBe(202);
    expect(run.signal.aborted).toBe(true);
    await actions.settled();
    expect(told(small).slice(-2)).toEqual(["job.completed cancelled", "run.completed cancelled"]);
    expect(await small.ask("actions/cancel-workflow-run", { params })).toMatchObject({
      status: 409,
      body: { message: "Cannot cancel a workflow run that is completed." },
    });
  });

  it("is not asked for a run that is cancelled in the queue, or waits for approval", async () => {
    const { small, repository, actions, start } = await withWorkflow();
    await using _ = small;
    const begun: number[] = [];
    const first = await start();
    actions.of(repository).settings.needsApproval = true;
    const second = await start({ run: "2", destination: "other" });
    actions.cancel(first);
    actions.attach(async (run) => {
      begun.push(run.number);
      await quick(run);
    });
    await actions.settled();
    expect([first.conclusion, second.status, begun]).toEqual(["cancelled", "waiting", []]);
    actions.approve(second);
    await actions.settled();
    expect([second.conclusion, second.jobs.length, begun]).toEqual(["success", 1, [2]]);
  });

  it("leaves no run open", async () => {
    const { small, actions, start } = await withWorkflow();
    await using _ = small;
    actions.attach(async (run) => run.addJob("mirror").begin());
    const run = await start();
    await actions.settled();
    expect(small.violations).toEqual(["a runner left run 1 open"]);
    expect([run.conclusion, run.jobs[0]?.conclusion]).toEqual(["failure", "failure"]);
  });

  it("is told of where it fails, and the run fails", async () => {
    const { small, actions, start } = await withWorkflow();
    await using _ = small;
    actions.attach(async () => {
      throw new Error("no disk");
    });
    const run = await start();
    await actions.settled();
    expect(small.violations).toEqual(["a runner failed at run 1: Error: no disk"]);
    expect(run.conclusion).toBe("failure");
  });

  it("is stopped when its GitHub is", async () => {
    const { small, actions, start } = await withWorkflow();
    await using _ = small;
    actions.attach(patient);
    const run = await start();
    await Promise.resolve();
    await actions.close();
    expect(run.conclusion).toBe("cancelled");
  });
});
