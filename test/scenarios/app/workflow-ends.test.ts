import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { WorkflowRun } from "../../../sandbox/github/actions/workflow-run.ts";
import { status } from "../../../sandbox/github/fault-acts.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import {
  DEFAULT_ACTION,
  WORKFLOW_FILE,
  WORKFLOW_PATH,
  workflowText,
} from "../../../src/workflow/workflow-file.ts";
import { image, report } from "../../cli/reports.ts";
import { type House, openHouse } from "./open-house.ts";
import { WORKFLOW } from "./publish.ts";
import { beginJob, dispatched, endAll, finish, leaveResult } from "./run-by-hand.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse({ publisher: "actions" });
});

afterEach(() => endAll(house));

afterAll(() => house[Symbol.asyncDispose]());

const REDIS = "docker.io/library/redis:7";
const done = report([image()], { copied: 1, bytes: 12_345_678 });
const nothing = report([image({ action: "up-to-date", result: "skipped" })], { upToDate: 1 });

/** A person starts the workflow on its page. */
async function dispatchByHand(repository: Repository): Promise<WorkflowRun> {
  const inputs = {
    run: "by hand",
    commit: "0".repeat(40),
    config: ".github/mirror.yml",
    destination: "ghcr.io/acme",
  };
  return await house.github.actions.dispatch(repository, { workflow: WORKFLOW_FILE, ref: "main", inputs });
}

const runsOf = (repository: Repository) => house.github.actions.of(repository).runs;

describe("what a person does with the workflow's run", () => {
  it("is told in a new check run on the commit, where it is run again", async () => {
    const repository = await house.repository("again", WORKFLOW);
    const { sha, run, check } = await dispatched(house, repository, REDIS);
    const job = beginJob(run);
    job.complete("failure", ["The runner has received a shutdown signal."]);
    run.complete("failure");
    await house.settled(1);
    expect(check()).toMatchObject({
      conclusion: "failure",
      title: "The workflow left no result (run 1)",
    });
    expect(check()?.summary).toContain("`The runner has received a shutdown signal.`");

    house.github.actions.rerun(run);
    await finish(house, run, done);
    expect(repository.checks.runsOf(sha)).toMatchObject([
      { conclusion: "failure" },
      { conclusion: "success", title: "Synced: 1 copied (12 MB)" },
    ]);
    expect(runsOf(repository)).toHaveLength(1);
  });

  it("is told in a new check run, where it waited for approval", async () => {
    const repository = await house.repository("approved", WORKFLOW);
    house.github.actions.of(repository).settings.needsApproval = true;
    const { sha, run, check } = await dispatched(house, repository, REDIS);
    await house.settled(1);
    expect(check()).toMatchObject({
      conclusion: "action_required",
      title: "Approve the workflow's run 1",
    });

    house.github.actions.approve(run);
    await finish(house, run, done);
    expect(repository.checks.runsOf(sha)).toMatchObject([
      { conclusion: "action_required" },
      { conclusion: "success", title: "Synced: 1 copied (12 MB)" },
    ]);
    expect(runsOf(repository)).toHaveLength(1);
  });

  it("comes first, where it is one of their own for the same destination", async () => {
    const repository = await house.repository("busy", WORKFLOW);
    const theirs = await dispatchByHand(repository);
    beginJob(theirs);
    const { run, check } = await dispatched(house, repository, REDIS);
    expect(run.status).toBe("pending");
    await house.until(() => check()?.title?.startsWith("Waiting for"), 1);
    theirs.complete("success");
    expect(run.status).toBe("queued");
    await finish(house, run, done);
    expect(check()).toMatchObject({ conclusion: "success" });
    expect(theirs.signal.aborted).toBe(false);
  });

  it("ends the check run, where another one of theirs takes our place in the queue", async () => {
    const repository = await house.repository("displaced", WORKFLOW);
    beginJob(await dispatchByHand(repository));
    const { run, check } = await dispatched(house, repository, REDIS);
    await dispatchByHand(repository);
    expect(run.conclusion).toBe("cancelled");
    await house.settled(1);
    expect(check()).toMatchObject({ conclusion: "cancelled", title: "Cancelled in GitHub Actions (run 2)" });
    expect(check()?.summary).toContain("or a newer run for the same destination took its place");
  });

  it("ends the check run, where it is deleted", async () => {
    const repository = await house.repository("deleted", WORKFLOW);
    const { run, check } = await dispatched(house, repository, REDIS);
    house.github.actions.delete(run);
    await house.settled(1);
    expect(check()).toMatchObject({ conclusion: "cancelled", title: "The workflow's run was deleted" });
  });
});

describe("the end of the workflow", () => {
  it("before its first step is told in GitHub's words, with the page where a spending limit is raised", async () => {
    const repository = await house.repository("poor", WORKFLOW);
    const { run, check } = await dispatched(house, repository, REDIS);
    const words =
      "The job was not started because recent account payments have failed or your spending limit needs to be increased.";
    run.addJob("mirror").complete("failure", [words]);
    run.complete("failure");
    await house.settled(1);
    expect(check()).toMatchObject({
      conclusion: "failure",
      title: "GitHub Actions did not start: payments or a spending limit (run 1)",
    });
    expect(check()?.summary).toContain(`\`${words}\``);
    expect(check()?.summary).toContain("/organizations/acme/settings/billing");
  });

  it("is found, however often GitHub is in trouble while it is looked at", async () => {
    const repository = await house.repository("trouble", WORKFLOW);
    const { run, check } = await dispatched(house, repository, REDIS);
    await house.until(() => check()?.title?.startsWith("Waiting for a runner"), 1);
    const when = ({ path }: { readonly path: string }) => /\/actions\/(?:runs|artifacts)\/\d+/.test(path);
    for (const code of [502, 500]) house.github.faults.add({ when, act: status(code) });
    beginJob(run);
    await leaveResult(run, done);
    run.complete("success");
    await house.settled(1);
    expect(house.github.faults.pending).toEqual([]);
    expect(check()).toMatchObject({ conclusion: "success" });
    expect(repository.checks.runsOf(check()?.headSha ?? "")).toHaveLength(1);
    expect(runsOf(repository)).toHaveLength(1);
  });

  it("with a file that is older than ours is told with what is new in ours", async () => {
    const text = workflowText(DEFAULT_ACTION).replace(/^# ghcr-mirror workflow, version.*\n/, "");
    const repository = await house.repository("unmarked", { [WORKFLOW_PATH]: text });
    const { run, check } = await dispatched(house, repository, REDIS);
    await finish(house, run, nothing);
    expect(check()).toMatchObject({ conclusion: "neutral", title: "Nothing to do: 1 up to date" });
    expect(check()?.summary).toContain(
      `There is a newer version of \`${WORKFLOW_PATH}\`; the old one still works.`,
    );
    expect(check()?.summary).toMatch(/```diff[^`]*^\+# ghcr-mirror workflow, version \d+$[^`]*```/m);
  });
});
