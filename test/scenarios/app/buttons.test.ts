import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import { configOf } from "./config-of.ts";
import { Conversation } from "./conversation.ts";
import { type House, openHouse } from "./open-house.ts";

const PLAN = "mirror / plan";
const PROPOSAL = "mirror / sync (pull request)";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const brought = (name: string) => house.ghcr.store.manifest(`acme/${name}`, "1")?.digest;

/** A pull request that adds an image of this name, and its checks. */
async function begin(name: string, isThere = true) {
  if (isThere) house.stock(`library/${name}`, "1");
  const repository = await house.repository(name);
  const talk = new Conversation(house, repository);
  const pull = await talk.propose("topic", `docker.io/library/${name}:1`);
  const checks = (check: string) => talk.checks(check, pull.pull.headSha);
  const last = (check: string): CheckRun => checks(check).at(-1) ?? expect.fail(`there is no ${check}`);
  const press = async (button: string, check: CheckRun, login: string) => {
    repository.pressAction(check.id, button, talk.person(login));
    await house.settled();
  };
  for (const role of ["read", "write", "maintain"] as const) talk.person(`b-${role}`, role);
  return { repository, talk, pull, checks, last, press };
}

describe("Plan again", () => {
  it("looks again, for whoever may ask for a plan", async () => {
    const { checks, last, press } = await begin("again");
    expect(last(PLAN).actions.map(({ label }) => label)).toEqual(["Plan again", "Sync now"]);
    await press("plan", last(PLAN), "b-read");
    expect(checks(PLAN)).toHaveLength(2);
    expect(last(PLAN)).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Plan: 1 to copy/),
    });
    await press("plan", last(PLAN), "b-read");
    expect(checks(PLAN)).toHaveLength(3);
  });

  it("on an old head plans the new one", async () => {
    const { repository, talk, last, press } = await begin("old-head");
    const old = last(PLAN);
    const now = await repository.commit({ branch: "topic", files: { "README.md": "More" } });
    await house.settled();
    const before = talk.checks(PLAN, now).length;
    await press("plan", old, "b-read");
    expect(talk.checks(PLAN, now)).toHaveLength(before + 1);
  });
});

describe("Sync now", () => {
  it("brings what the pull request adds, for those who may sync, and for nobody else", async () => {
    const { checks, last, press, talk, pull } = await begin("now");
    await press("sync", last(PLAN), "b-write");
    expect(brought("now")).toBeUndefined();
    expect(checks(PROPOSAL)).toEqual([]);
    await press("sync", last(PLAN), "b-maintain");
    expect(brought("now")).toBeDefined();
    expect(checks(PROPOSAL)).toMatchObject([{ conclusion: "success" }]);
    expect((await talk.runs()).at(-1)).toMatchObject({ pull: pull.number, asker: "b-maintain" });
    expect(talk.ofBot(pull)).toHaveLength(1);
  });

  it("on an old head does nothing", async () => {
    const { repository, talk, last, press } = await begin("too-late");
    const old = last(PLAN);
    await repository.commit({ branch: "topic", files: { "README.md": "More" } });
    await house.settled();
    await press("sync", old, "b-maintain");
    expect(brought("too-late")).toBeUndefined();
    expect(await talk.runs()).toEqual([]);
  });

  it("is not on the plan of a fork, whose commit somebody must name", async () => {
    const { repository, talk } = await begin("gift");
    const stranger = talk.person("stranger");
    const fork = await repository.fork(stranger);
    const headSha = await fork.commit({ branch: "gift", files: configOf("docker.io/library/gift:1") });
    await repository.openPullRequest({ title: "A gift", head: "stranger:gift" }, stranger);
    await house.settled();
    const labels = talk.checks(PLAN, headSha).map(({ actions }) => actions.map(({ label }) => label));
    expect(labels).toEqual([["Plan again"]]);
  });
});

describe("Retry failed", () => {
  it("tries what failed, for those who may", async () => {
    const { talk, pull, checks, last, press } = await begin("missing", false);
    await talk.say(pull, talk.admin, "/mirror sync");
    expect(last(PROPOSAL)).toMatchObject({ conclusion: "failure", actions: [{ label: "Retry failed" }] });
    house.stock("library/missing", "1");
    await press("retry", last(PROPOSAL), "b-write");
    expect(brought("missing")).toBeUndefined();
    await press("retry", last(PROPOSAL), "b-maintain");
    expect(brought("missing")).toBeDefined();
    expect(checks(PROPOSAL).map(({ conclusion }) => conclusion)).toEqual(["failure", "success"]);
  });
});

describe("Re-run", () => {
  it("of a pull request's run brings its images again, for those who may sync", async () => {
    const { repository, talk, pull, checks, last } = await begin("rerun");
    const ann = talk.person("b-maintain");
    await talk.say(pull, ann, "/mirror sync");
    const moved = house.stock("library/rerun", "1", "moved");
    repository.pressRerun(last(PROPOSAL).id, talk.person("b-write"));
    await house.settled();
    expect(checks(PROPOSAL)).toHaveLength(1);
    repository.pressRerun(last(PROPOSAL).id, ann);
    await house.settled();
    expect(checks(PROPOSAL).map(({ conclusion }) => conclusion)).toEqual(["success", "success"]);
    expect(brought("rerun")).toBe(moved);
  });

  it("of a plan looks again", async () => {
    const { repository, talk, checks, last } = await begin("replan");
    repository.pressRerun(last(PLAN).id, talk.person("b-write"));
    await house.settled();
    expect(checks(PLAN)).toHaveLength(2);
  });
});
