// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of GitHub look like that
import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import type { WorkflowRun } from "../../../../../sandbox/github/actions/workflow-run.ts";
import { runWorkflow } from "./run-workflow.ts";

/** Cancels a run once the log of its first job has the text. */
const cancelAfter = (text: string) => async (run: WorkflowRun) => {
  await vi.waitFor(() => expect(run.jobs[0]?.logText).toContain(`\n${text}\n`), {
    timeout: 10_000,
    interval: 10,
  });
  run.repository.world.actions.cancel(run);
};

/** Says `ready` and then waits for ever; what it started says its number. */
const WAIT = 'sleep 1000 & echo "child $!"; echo ready; wait';

/** Whether the child that a log tells of still does anything: nobody may have buried it yet. */
const isAlive = (log: string) => {
  const child = log.match(/^child (\d+)$/m)?.[1];
  if (child === undefined) throw new Error("the log tells of no child");
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${child}/status`, "utf8"));
  } catch {
    return false;
  }
};

describe("a run that is cancelled", () => {
  it("ends its processes, and does only what is to be done always", async () => {
    const text = `
jobs:
  work:
    runs-on: x
    steps:
      - run: ${JSON.stringify(WAIT)}
      - run: echo after
      - { if: always(), run: "echo always \${{ job.status }}" }
  next: { needs: work, runs-on: x, steps: [{ run: echo next }] }
  tidy: { needs: work, if: always(), runs-on: x, steps: [{ run: echo tidy }] }
`;
    const { run, jobs, job, remarks } = await runWorkflow(text, { meanwhile: cancelAfter("ready") });
    expect(run.conclusion).toBe("cancelled");
    expect(jobs).toEqual({ work: "cancelled", next: "skipped", tidy: "cancelled" });
    const { steps, logText } = job("work");
    expect(steps.map(({ conclusion }) => conclusion)).toEqual([
      "success",
      "cancelled",
      "skipped",
      "success",
      "success",
    ]);
    expect(logText).toContain("always cancelled\n");
    expect(isAlive(logText)).toBe(false);
    expect(remarks("work")).toEqual(["The operation was canceled."]);
  });

  it("lets a process tidy up when it is interrupted", async () => {
    const script = "trap 'echo tidied; exit 0' INT; echo ready; while true; do sleep 0.01; done";
    const text = `jobs: { work: { runs-on: x, steps: [{ run: "${script}" }] } }`;
    const { jobs, job } = await runWorkflow(text, { meanwhile: cancelAfter("ready") });
    expect(jobs).toEqual({ work: "cancelled" });
    expect(job("work").logText).toContain("tidied\n");
  });

  it("kills one that does not hear", async () => {
    const script = "trap '' INT TERM; echo ready; while true; do sleep 0.01; done";
    const text = `jobs: { work: { runs-on: x, steps: [{ run: "${script}" }] } }`;
    const patience = { interrupt: 20, terminate: 20 };
    const { jobs } = await runWorkflow(text, { meanwhile: cancelAfter("ready"), patience });
    expect(jobs).toEqual({ work: "cancelled" });
  });

  it("never begins jobs that are still in the queue", async () => {
    const text = `
jobs:
  work:
    runs-on: x
    strategy: { max-parallel: 1, matrix: { n: [1, 2] } }
    steps: [{ run: ${JSON.stringify(WAIT)} }]
`;
    const { jobs, job } = await runWorkflow(text, { meanwhile: cancelAfter("ready") });
    expect(jobs).toEqual({ "work (1)": "cancelled", "work (2)": "cancelled" });
    expect(job("work (2)").steps).toEqual([]);
  });
});

describe("a job", () => {
  it("that takes longer than it may is cancelled", async () => {
    const text = `jobs: { work: { runs-on: x, timeout-minutes: 3, steps: [{ run: ${JSON.stringify(WAIT)} }] } }`;
    const { run, jobs, job, remarks } = await runWorkflow(text, { minute: 50 });
    expect([run.conclusion, jobs]).toEqual(["cancelled", { work: "cancelled" }]);
    expect(remarks("work")).toEqual(["The job has exceeded the maximum execution time of 3m0s"]);
    expect(isAlive(job("work").logText)).toBe(false);
  });

  it("fails at a step that takes longer than it may", async () => {
    const step = `{ name: slow, timeout-minutes: 3, run: ${JSON.stringify(WAIT)} }`;
    const text = `jobs: { work: { runs-on: x, steps: [${step}, { if: failure(), run: echo sorry }] } }`;
    const { jobs, job, remarks } = await runWorkflow(text, { minute: 50 });
    expect(jobs).toEqual({ work: "failure" });
    expect(remarks("work")).toEqual(["The action 'slow' has timed out after 3 minutes."]);
    expect(job("work").logText).toContain("sorry\n");
    const patient = await runWorkflow(text.replace("name: slow", "name: slow, continue-on-error: true"), {
      minute: 50,
    });
    expect(patient.jobs).toEqual({ work: "success" });
  });

  it("takes with it what it has left running", async () => {
    const text = "jobs: { work: { runs-on: x, steps: [{ run: 'sleep 1000 & echo \"child $!\"' }] } }";
    const { jobs, job } = await runWorkflow(text);
    expect(jobs).toEqual({ work: "success" });
    expect(isAlive(job("work").logText)).toBe(false);
  });
});
