import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FaultAct } from "../../../sandbox/github/faults.ts";
import type { RecordedRequest } from "../../../sandbox/github/recorded-request.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import {
  DEFAULT_ACTION,
  WORKFLOW_FILE,
  WORKFLOW_PATH,
  workflowText,
} from "../../../src/workflow/workflow-file.ts";
import { image, report } from "../../cli/reports.ts";
import { configOf } from "./config-of.ts";
import { type House, MANIFEST, openHouse } from "./open-house.ts";
import { WORKFLOW } from "./publish.ts";
import { begun, dispatched, endAll, finish } from "./run-by-hand.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse({ publisher: "actions" });
});

afterEach(() => endAll(house));

afterAll(() => house[Symbol.asyncDispose]());

const REDIS = "docker.io/library/redis:7";
const done = report([image()], { copied: 1, bytes: 12_345_678 });

const runsOf = (repository: Repository) => house.github.actions.of(repository).runs;
const isDispatch = ({ path }: RecordedRequest) => path.endsWith("/dispatches");

/** Pushes the config, and resolves with its check run when nothing goes on any longer. */
async function apply(repository: Repository) {
  const sha = await repository.commit({ files: configOf(REDIS) });
  await house.settled(1);
  return repository.checks.runsOf(sha).at(-1) ?? expect.fail("there is no check run");
}

describe("GitHub does not start the workflow", () => {
  it("where somebody disabled it: the check run leads to its page, and Re-run begins it then", async () => {
    const repository = await house.repository("disabled", WORKFLOW);
    const actions = house.github.actions.of(repository);
    actions.setState(WORKFLOW_FILE, "disabled_manually");
    const check = await apply(repository);
    expect(check).toMatchObject({
      conclusion: "action_required",
      title: "Enable the workflow in acme/disabled",
    });
    expect(check.summary).toContain("Cannot trigger a 'workflow_dispatch' on a disabled workflow");
    expect(check.summary).toContain(`/acme/disabled/actions/workflows/${WORKFLOW_FILE}`);

    actions.setState(WORKFLOW_FILE, "active");
    repository.pressRerun(check.id);
    await finish(house, await begun(house, repository), done);
    expect(repository.checks.runsOf(check.headSha).at(-1)).toMatchObject({ conclusion: "success" });
  });

  it("where Actions is disabled: the check run leads to the settings", async () => {
    const repository = await house.repository("without-actions", WORKFLOW);
    house.github.actions.of(repository).settings.isEnabled = false;
    const check = await apply(repository);
    expect(check).toMatchObject({
      conclusion: "action_required",
      title: "Let GitHub Actions run in acme/without-actions",
    });
    expect(check.summary).toContain("Actions has been disabled for this repository.");
    expect(check.summary).toContain("/acme/without-actions/settings/actions");
    expect(check.summary).toContain("/organizations/acme/settings/actions");
  });

  it("where its file is too old to take the inputs: the check run shows what changes, and the change is enough", async () => {
    const [, old = ""] = /^( {6}destination:\n(?: {8}.*\n)+)/m.exec(workflowText(DEFAULT_ACTION)) ?? [];
    const text = workflowText(DEFAULT_ACTION).replace(old, "").replace("version 1", "version 0");
    const repository = await house.repository("outdated", { [WORKFLOW_PATH]: text });
    const check = await apply(repository);
    expect(check).toMatchObject({
      conclusion: "action_required",
      title: `Update ${WORKFLOW_PATH} in acme/outdated`,
    });
    expect(check.summary).toContain('Unexpected inputs provided: ["destination"]');
    expect(check.summary).toMatch(/```diff[^`]*^\+ {6}destination:$[^`]*```/m);

    const sha = await repository.commit({ files: WORKFLOW });
    await finish(house, await begun(house, repository), done);
    expect(repository.checks.runsOf(sha).at(-1)).toMatchObject({ conclusion: "success" });
  });

  it("where the App may not: the check run leads to the request that waits for an owner", async () => {
    const { actions: _, ...default_permissions } = MANIFEST.default_permissions ?? {};
    const default_events = MANIFEST.default_events?.filter((event) => !event.startsWith("workflow_")) ?? [];
    await using poor = await openHouse({
      publisher: "actions",
      manifest: { ...MANIFEST, default_permissions, default_events },
    });
    const repository = await poor.repository("poor", WORKFLOW);
    const check = await poor.apply(repository, REDIS);
    expect(check).toMatchObject({
      conclusion: "action_required",
      title: "Let the App start workflows in acme",
    });
    expect(check?.summary).toContain("Resource not accessible by integration");
    expect(check?.summary).toContain(
      `/organizations/acme/settings/installations/${poor.installation}/permissions/update`,
    );
  });
});

describe("the workflow of a default branch that has another name now", () => {
  it("is started there", async () => {
    const repository = await house.repository("renamed", WORKFLOW);
    await repository.renameBranch("main", "trunk");
    await house.settled();
    const { run } = await dispatched(house, repository, REDIS);
    expect(run.ref).toBe("refs/heads/trunk");
  });

  it("goes its way where that happens meanwhile", async () => {
    const repository = await house.repository("renamed-meanwhile", WORKFLOW);
    const { run, check } = await dispatched(house, repository, REDIS);
    await repository.renameBranch("main", "trunk");
    await finish(house, run, done);
    expect(check()).toMatchObject({ conclusion: "success" });
    expect(runsOf(repository)).toHaveLength(1);
  });

  it("is started, too, where that happens just as it is started", async () => {
    const repository = await house.repository("renamed-just-now", WORKFLOW);
    const rename: FaultAct = {
      name: "rename",
      run: async (proceed) => {
        await repository.renameBranch("main", "trunk");
        return await proceed();
      },
    };
    house.github.faults.add({ when: isDispatch, act: rename });
    const { run, check } = await dispatched(house, repository, REDIS);
    expect(run.ref).toBe("refs/heads/trunk");
    await finish(house, run, done);
    expect(check()).toMatchObject({ conclusion: "success" });
  });
});

describe("the id of what was started", () => {
  afterEach(() => {
    house.github.actions.dispatchAnswer = "details";
  });

  it.each([
    ["is not told", "no-details"],
    ["is not told, for the server knows no such wish", "details-refused"],
  ] as const)("%s: the run is found by its title", async (_, answer) => {
    house.github.actions.dispatchAnswer = answer;
    const repository = await house.repository(answer, WORKFLOW);
    const before = house.github.requests.length;
    const { run, check } = await dispatched(house, repository, REDIS);
    await finish(house, run, done);
    expect(check()).toMatchObject({ conclusion: "success" });
    expect(runsOf(repository)).toHaveLength(1);
    const asked = house.github.requests.slice(before).filter(isDispatch);
    expect(asked.map(({ status }) => status)).toEqual(answer === "no-details" ? [204] : [422, 204]);
  });

  it("is not stored, because the process ended: the next one finds the run, and begins no second", async () => {
    const repository = await house.repository("forgetful", WORKFLOW);
    const asked = Promise.withResolvers<void>();
    const restarted = Promise.withResolvers<void>();
    const act: FaultAct = {
      name: "keep the answer",
      run: async (proceed) => {
        await proceed();
        asked.resolve();
        await restarted.promise;
        return undefined;
      },
    };
    house.github.faults.add({ when: isDispatch, act });
    const sha = await repository.commit({ files: configOf(REDIS) });
    await asked.promise;
    await house.restart();
    restarted.resolve();
    const run = await begun(house, repository);
    await finish(house, run, done);
    expect(repository.checks.runsOf(sha)).toMatchObject([{ conclusion: "success" }]);
    expect(runsOf(repository)).toHaveLength(1);
  });
});
