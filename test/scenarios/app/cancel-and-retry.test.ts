import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { status } from "../../../sandbox/registry/fault-acts.ts";
import { configOf } from "./config-of.ts";
import { Conversation, DONE, TAKEN, UNCLEAR } from "./conversation.ts";
import { holdUpload } from "./hold-upload.ts";
import { type House, openHouse } from "./open-house.ts";

const CHECK = "mirror / sync";
const PROPOSAL = "mirror / sync (pull request)";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const docker = (name: string, tag = "1") => `docker.io/library/${name}:${tag}`;
const brought = (name: string, tag = "1") => house.ghcr.store.manifest(`acme/${name}`, tag)?.digest;

async function begin(name: string) {
  const repository = await house.repository(name);
  const talk = new Conversation(house, repository);
  const issue = repository.openIssue("Something is wrong");
  return { repository, talk, issue, ann: talk.person("maintainer", "maintain") };
}

describe("/mirror cancel", () => {
  it("stops what is copied and what waits, and the checks say who did; retried, it completes", async () => {
    const digests = ["1", "2"].map((tag) => house.stock("library/stopped", tag));
    const { repository, talk, issue, ann } = await begin("stopped");
    const held = holdUpload(house.ghcr, "acme/stopped");
    const first = await repository.commit({ files: configOf(docker("stopped")) });
    await held.arrived;
    const second = await repository.commit({ files: configOf(docker("stopped"), docker("stopped", "2")) });
    await house.until(() => talk.checks(CHECK, second)[0]?.status === "queued");

    const comment = talk.comment(issue, ann, "/mirror cancel");
    await house.until(() => talk.heard(comment).reactions.includes(DONE));
    await house.until(() => talk.checks(CHECK, first)[0]?.status === "completed", 1);
    held.release();
    await house.settled(1);
    expect(talk.heard(comment)).toEqual({ reactions: [TAKEN, DONE], replies: [] });
    for (const commit of [first, second]) {
      expect(talk.checks(CHECK, commit)).toMatchObject([
        { conclusion: "cancelled", title: "Cancelled by maintainer" },
      ]);
      expect(talk.checks(CHECK, commit)[0]?.summary).toContain("`maintainer` cancelled this run.");
    }
    expect(house.ghcr.store.tags("acme/stopped")).toEqual([]);
    expect((await talk.runs()).map(({ cancelledBy }) => cancelledBy)).toEqual(["maintainer", "maintainer"]);

    // What somebody has stopped does not begin again by itself.
    await house.sweep();
    await house.settled(1);
    expect(house.ghcr.store.tags("acme/stopped")).toEqual([]);

    expect(await talk.say(issue, ann, "/mirror retry")).toEqual({ reactions: [TAKEN, DONE], replies: [] });
    expect([brought("stopped"), brought("stopped", "2")]).toEqual(digests);
    expect(talk.checks(CHECK, second).map(({ conclusion }) => conclusion)).toEqual(["cancelled", "success"]);
  });

  it("keeps what has arrived, as whole images", async () => {
    const names = ["whole-a", "whole-b"];
    const [digest] = names.map((name) => house.stock(`library/${name}`, "1"));
    const { repository, talk, issue, ann } = await begin("whole");
    const held = holdUpload(house.ghcr, "acme/whole-b");
    const commit = await repository.commit({ files: configOf(...names.map((name) => docker(name))) });
    await held.arrived;
    await house.until(() => brought("whole-a"));
    talk.comment(issue, ann, "/mirror cancel");
    await house.until(() => talk.checks(CHECK, commit)[0]?.status === "completed", 1);
    held.release();
    await house.settled(1);
    expect([brought("whole-a"), brought("whole-b")]).toEqual([digest, undefined]);
    const [check] = talk.checks(CHECK, commit);
    expect(check?.title).toBe("Cancelled by maintainer, after 1 image");
    expect(check?.summary).toContain("ghcr.io/acme/whole-a:1");
  });

  it("on a pull request stops what was begun there, and leaves the default branch alone", async () => {
    const { repository, talk, ann } = await begin("apart");
    for (const name of ["apart-main", "apart-topic"]) house.stock(`library/${name}`, "1");
    const pull = await talk.propose("topic", docker("apart-topic"));
    const held = holdUpload(house.ghcr, "acme/apart-main");
    const commit = await repository.commit({ files: configOf(docker("apart-main")) });
    await held.arrived;
    const { headSha } = pull.pull;
    talk.comment(pull, ann, "/mirror sync");
    await house.until(() => talk.checks(PROPOSAL, headSha).length === 1);
    const comment = talk.comment(pull, ann, "/mirror cancel");
    await house.until(() => talk.heard(comment).reactions.includes(DONE));
    held.release();
    await house.settled();
    expect(talk.checks(PROPOSAL, headSha)).toMatchObject([
      { conclusion: "cancelled", title: "Cancelled by maintainer" },
    ]);
    expect(talk.checks(CHECK, commit)).toMatchObject([{ conclusion: "success" }]);
    expect([brought("apart-main"), brought("apart-topic")]).toEqual([expect.any(String), undefined]);
  });

  it("where nothing is on says so", async () => {
    const { talk, issue, ann } = await begin("idle");
    expect(await talk.say(issue, ann, "/mirror cancel")).toEqual({
      reactions: [TAKEN, DONE],
      replies: ["Nothing waits or runs for the default branch."],
    });
  });
});

describe("/mirror retry", () => {
  it("tries the images that failed, and no others", async () => {
    const { repository, talk, issue, ann } = await begin("failing");
    for (const name of ["good", "bad"]) house.stock(`library/${name}`, "1");
    const isBad = { kind: "manifest", method: "PUT", repository: "acme/bad" } as const;
    house.ghcr.faults.add({ when: isBad, times: 1, act: status(403) });
    const check = await house.apply(repository, docker("good"), docker("bad"));
    expect(check).toMatchObject({ conclusion: "failure", title: expect.stringContaining("1 failed") });
    const asked = (name: string) =>
      [...house.hub.requests, ...house.ghcr.requests].filter(({ path }) => path.includes(name)).length;
    const before = { good: asked("/good/"), bad: asked("/bad/") };
    expect(await talk.say(issue, ann, "/mirror retry")).toEqual({ reactions: [TAKEN, DONE], replies: [] });
    expect({ good: asked("/good/"), isMore: asked("/bad/") > before.bad }).toEqual({
      good: before.good,
      isMore: true,
    });
    expect(brought("bad")).toBeDefined();
    expect((await talk.runs()).at(-1)).toMatchObject({
      reason: "command",
      scope: [docker("bad")],
      conclusion: "success",
    });
    expect(await talk.say(issue, ann, "/mirror retry")).toEqual({
      reactions: [TAKEN, DONE],
      replies: ["Nothing has failed on the default branch."],
    });
  });

  it("on a pull request is about that pull request, at its head", async () => {
    const { repository, talk, ann } = await begin("proposed");
    const pull = await talk.propose("topic", docker("late"), docker("there"));
    house.stock("library/there", "1");
    await house.settled();
    const { headSha } = pull.pull;
    expect(await talk.say(pull, ann, "/mirror retry")).toEqual({
      reactions: [TAKEN, DONE],
      replies: ["Nothing has failed for this pull request."],
    });
    expect((await talk.say(pull, ann, "/mirror sync")).reactions).toEqual([TAKEN]);
    expect(talk.checks(PROPOSAL, headSha)).toMatchObject([
      { conclusion: "failure", actions: [{ identifier: "retry" }] },
    ]);
    house.stock("library/late", "1");
    expect(await talk.say(pull, ann, "/mirror retry")).toEqual({ reactions: [TAKEN, DONE], replies: [] });
    expect((await talk.runs()).at(-1)).toMatchObject({ pull: pull.number, scope: [docker("late")] });
    expect([brought("late"), brought("there")]).toEqual([expect.any(String), expect.any(String)]);
    const now = await repository.commit({ branch: "topic", files: { "README.md": "More" } });
    await house.settled();
    expect((await talk.say(pull, ann, "/mirror retry")).replies).toEqual([
      "Nothing has failed for this pull request.",
    ]);
    expect(now).toBe(pull.pull.headSha);
  });

  it("there is refused where somebody has pushed since", async () => {
    const { repository, talk, ann } = await begin("moved-on");
    const pull = await talk.propose("topic", docker("never-there"));
    const { headSha } = pull.pull;
    await talk.say(pull, ann, "/mirror sync");
    const now = await repository.commit({ branch: "topic", files: { "README.md": "More" } });
    await house.settled();
    expect(await talk.say(pull, ann, "/mirror retry")).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: [
        `What failed was \`${headSha.slice(0, 7)}\`, and the head is \`${now.slice(0, 7)}\` by now: use \`/mirror sync\`.`,
      ],
    });
  });
});
