import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cutInsteadOfResponse, secondaryLimit, status } from "../../../sandbox/github/fault-acts.ts";
import type { RecordedRequest } from "../../../sandbox/github/recorded-request.ts";
import { configOf } from "./config-of.ts";
import { listen, writesOf } from "./listen.ts";
import { type House, openHouse } from "./open-house.ts";
import { propose } from "./propose.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ tries: 40 });
  for (const tag of ["1", "2", "3"]) house.stock("library/redis", tag);
});
afterAll(() => house[Symbol.asyncDispose]());

const config = (tags: readonly string[]) => configOf(...tags.map((tag) => `docker.io/library/redis:${tag}`));
const isComment = ({ operation }: RecordedRequest) => operation === "issues/create-comment";
const isCreation = ({ operation }: RecordedRequest) => operation === "checks/create";

/** A pull request that does not touch the config yet. */
async function open(name: string) {
  const repository = await house.repository(name);
  const proposed = await propose(house, repository, { "README.md": "To be continued" });
  const push = (...tags: readonly string[]) => proposed.push(config(tags));
  return { repository, ...proposed, push };
}

describe("where GitHub lets the App write no comment", () => {
  it("because the conversation is locked, the check run says it all; later it is said there, too", async () => {
    const { repository, pull, push, check, comments } = await open("locked");
    await repository.issues.lock(pull, repository.creator);
    await push("1");
    expect(check()).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Plan: 1 to copy/),
    });
    expect(comments()).toEqual([]);
    await repository.issues.unlock(pull, repository.creator);
    await push("1", "2");
    expect(comments()).toHaveLength(1);
  });

  it("because interaction is limited to collaborators, likewise; and one that stands there is kept", async () => {
    const { repository, push, check, comments } = await open("limited");
    await push("1");
    const [comment] = comments();
    const body = comment?.body;
    repository.interactions = "collaborators_only";
    await push("1", "2");
    expect(check().title).toMatch(/^Plan: 2 to copy/);
    expect(comment?.body).toBe(body);
    repository.interactions = "everybody";
    await push("1", "2", "3");
    expect(comments()).toEqual([comment]);
    expect(comment?.body).toContain("### Plan: 3 to copy");
  });

  it("because it writes too much, it waits as long as it is told, and says it once", async () => {
    const { push, repository, pull, check, checks, comments } = await open("too-much");
    const start = house.clock.now();
    house.github.faults.add({ when: isComment, act: secondaryLimit(60) });
    const asked = listen(house, repository);
    const pushed = push("1");
    await house.until(() => house.github.faults.pending.length === 0);
    await Promise.all([pushed, house.settled(10)]);
    expect(house.clock.now() - start).toBeGreaterThanOrEqual(60_000);
    expect(comments()).toHaveLength(1);
    const comment = `POST issues/${pull.number}/comments`;
    expect(writesOf(asked)).toEqual([
      "POST check-runs",
      comment,
      expect.stringMatching(/^PATCH check-runs/),
      comment,
    ]);
    expect(checks()).toHaveLength(1);
    expect(check()).toMatchObject({
      title: expect.stringMatching(/^Plan: 1 to copy/),
      annotations: [{ start_line: 3 }],
    });
    await push("1", "2");
    expect(comments()).toHaveLength(1);
  });

  it.each([
    ["cut", cutInsteadOfResponse],
    ["broken", status(502)],
  ])(
    "or does not say whether it did (%s), there is one check run and one comment in the end",
    async (name, act) => {
      const { push, check, checks, comments } = await open(`unsaid-${name}`);
      house.github.faults.add({ when: isComment, act });
      house.github.faults.add({ when: isCreation, act });
      await push("1");
      expect(house.github.faults.pending).toEqual([]);
      expect(checks()).toHaveLength(1);
      expect(check()).toMatchObject({ status: "completed", conclusion: "success" });
      expect(comments()).toHaveLength(1);
    },
  );
});

describe("a repository that the App may not write to", () => {
  it("because it is archived, gets nothing, and nothing is owed to it when it is back", async () => {
    const { repository, pull, push, checks, comments } = await open("archived");
    await push("1");
    repository.archive();
    await house.settled();
    // A delivery may come late.
    const sha = pull.pull.headSha;
    await repository.pulls.tell("synchronize", pull, repository.creator, { before: sha, after: sha });
    await house.settled();
    expect(checks()).toHaveLength(1);
    repository.unarchive();
    await house.settled();
    await push("1", "2");
    expect(comments()).toHaveLength(1);
    expect(comments()[0]?.body).toContain("### Plan: 2 to copy");
  });

  it("because the installation is suspended, is left alone; afterwards, pull requests are planned when they change", async () => {
    const { repository, push, check, comments } = await open("suspended");
    const asked = listen(house, repository);
    house.github.suspend(house.installation);
    await push("1");
    expect(asked()).toEqual([]);
    expect(comments()).toEqual([]);
    house.github.unsuspend(house.installation);
    await house.settled();
    await push("1", "2");
    expect(check().title).toMatch(/^Plan: 2 to copy/);
    expect(comments()).toHaveLength(1);
  });
});
