import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { WorkflowRun } from "../../../sandbox/github/actions/workflow-run.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { DEFAULT_ACTION, WORKFLOW_PATH, workflowText } from "../../../src/workflow/workflow-file.ts";
import { image, report } from "../../cli/reports.ts";
import { type House, openHouse } from "./open-house.ts";
import { WORKFLOW } from "./publish.ts";
import { beginJob, begun, dispatched, endAll, finish, leaveResult } from "./run-by-hand.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse({ publisher: "auto", ghcr: { refuseInstallationTokens: true } });
  house.stock("library/redis", "7");
});

afterEach(() => endAll(house));

afterAll(async () => {
  await house[Symbol.asyncDispose]();
});

const REDIS = "docker.io/library/redis:7";

/** A repository with the workflow, whose runs a test drives by hand. */
async function prepared(name: string, files = WORKFLOW): Promise<Repository> {
  return await house.repository(name, files);
}

/** How often GHCR has refused to take an upload. */
function probes(): number {
  return house.ghcr.count({ kind: "upload", method: "POST", status: 403 });
}

const done = report([image()], { copied: 1, bytes: 12_345_678 });

describe("where GHCR refuses the App's token", () => {
  it("asks for the workflow, once, and goes on when it is there", async () => {
    const repository = await house.repository("onboarding");
    house.ghcr.resetRequests();
    const pulls = house.hub.pulls;
    const check = await house.apply(repository, `{ source: ${REDIS}, schedule: never }`);
    expect(check).toMatchObject({
      conclusion: "action_required",
      title: `Add ${WORKFLOW_PATH} to acme/onboarding`,
    });
    expect(check?.summary).toContain(workflowText(DEFAULT_ACTION));
    expect(probes()).toBe(1);
    expect(house.ghcr.count({ kind: "manifest", method: "PUT" })).toBe(0);
    expect(house.hub.pulls).toBe(pulls);

    const unrelated = await repository.commit({ files: { "README.md": "Hello again" } });
    await house.settled();
    expect(repository.checks.runsOf(unrelated)).toEqual([]);

    const sha = await repository.commit({ files: WORKFLOW });
    const run = await begun(house, repository);
    await finish(house, run, done);
    expect(repository.checks.runsOf(sha).at(-1)).toMatchObject({
      conclusion: "success",
      title: "Synced: 1 copied (12 MB)",
    });
  });

  it("dispatches what the workflow needs to know, and nothing else", async () => {
    const repository = await prepared("inputs");
    const { run, sha } = await dispatched(house, repository, REDIS);
    const [{ id } = { id: "" }] = await house.rows<{ id: string }>(
      `select id from ghcr_mirror.runs where repository = ${repository.id} and state <> 'concluded'`,
    );
    expect(run).toMatchObject({
      title: `ghcr-mirror ${id}`,
      ref: "refs/heads/main",
      inputs: { run: id, commit: sha, config: ".github/mirror.yml", destination: "ghcr.io/acme" },
    });
  });

  it("remembers what GHCR said for a day, and asks again when permissions change", async () => {
    const repository = await prepared("verdicts");
    const apply = async (tag: string) => {
      const { run } = await dispatched(house, repository, `docker.io/library/verdicts:${tag}`);
      run.complete("cancelled");
      await house.settled(1);
    };
    house.ghcr.resetRequests();
    await apply("1");
    await apply("2");
    expect(probes()).toBe(1);
    expect(
      await house.rows(
        "select deed, is_accepted, reason from ghcr_mirror.verdicts where destination = 'ghcr.io/acme/verdicts'",
      ),
    ).toEqual([
      {
        deed: "create",
        is_accepted: false,
        reason: "DENIED: installation not allowed to Create organization package",
      },
    ]);
    house.clock.advance(25 * 3_600_000);
    await apply("3");
    expect(probes()).toBe(2);
  });
});

describe("while the workflow goes its way", () => {
  it("tells of the queue, of the copy, and at the end of each image", async () => {
    const repository = await prepared("phases");
    const { run, check } = await dispatched(house, repository, REDIS);
    await house.until(() => check()?.title?.startsWith("Waiting for a runner"), 1);
    expect(check()?.title).toMatch(/^Waiting for a runner: .+ \(run 1\)$/);
    const job = beginJob(run);
    await house.until(() => check()?.title?.startsWith("Copying in GitHub Actions"), 1);
    await leaveResult(run, done);
    job.complete("success");
    run.complete("success");
    await house.settled(1);
    expect(check()).toMatchObject({ conclusion: "success", title: "Synced: 1 copied (12 MB)" });
    expect(check()?.summary).toContain("published by acme/phases · ghcr-mirror workflow · ");
    expect(check()?.summary).toContain("as the job reported");
  });

  it("says after an hour in the queue where to look", async () => {
    const repository = await prepared("queue");
    const { check } = await dispatched(house, repository, REDIS);
    house.clock.advance(61 * 60_000);
    await house.until(() => check()?.summary?.includes("will hardly begin by itself"), 30);
    expect(check()).toMatchObject({
      status: "in_progress",
      title: expect.stringMatching(/^Waiting for a runner: .*h/),
    });
  });

  it("needs no webhook", async () => {
    const repository = await prepared("lost-hooks");
    const when = ({ event }: { readonly event: string }) => event.startsWith("workflow_");
    house.github.hooks.faults.add({ when, fault: { kind: "lose" }, times: 100 });
    const { run, check } = await dispatched(house, repository, REDIS);
    beginJob(run);
    await leaveResult(run, done);
    run.complete("success");
    await house.settled(30);
    expect(check()?.conclusion).toBe("success");
    house.github.hooks.faults.clear();
  });

  it("goes on after a restart, and begins no second run", async () => {
    const repository = await prepared("restart");
    const { run, sha, check } = await dispatched(house, repository, REDIS);
    beginJob(run);
    await house.until(() => check()?.title?.startsWith("Copying"), 1);
    await house.restart();
    await leaveResult(run, done);
    run.complete("success");
    await house.settled(1);
    expect(house.github.actions.of(repository).runs).toHaveLength(1);
    expect(check()).toMatchObject({ conclusion: "success" });
    expect(repository.checks.runsOf(sha)).toHaveLength(1);
  });

  it("lets other repositories' runs go on meanwhile, however many wait", async () => {
    const waiting = await Promise.all(["w1", "w2", "w3"].map((name) => prepared(name)));
    const runs: WorkflowRun[] = [];
    for (const repository of waiting) runs.push((await dispatched(house, repository, REDIS)).run);
    expect(runs).toHaveLength(3);
  });

  it("cancels the run when nobody wants it any longer", async () => {
    const repository = await prepared("unwanted");
    const { run } = await dispatched(house, repository, REDIS);
    // As when the repository is forgotten.
    await house.rows(`update ghcr_mirror.runs set wanted = false where repository = ${repository.id}`);
    await house.until(() => run.signal.aborted, 5);
    await house.settled(1);
    expect(run.conclusion).toBe("cancelled");
  });
});
