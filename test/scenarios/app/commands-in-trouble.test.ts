import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cutInsteadOfResponse, secondaryLimit, status } from "../../../sandbox/github/fault-acts.ts";
import type { RecordedRequest } from "../../../sandbox/github/recorded-request.ts";
import { configOf } from "./config-of.ts";
import { Conversation, DONE, TAKEN } from "./conversation.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ tries: 60 });
});
afterAll(() => house[Symbol.asyncDispose]());

const PATH = ".github/mirror.yml";

/** A repository whose image has moved since it was mirrored, and an issue. */
async function begin(name: string) {
  house.stock(`library/${name}`, "1");
  const repository = await house.repository(name);
  await house.apply(repository, `docker.io/library/${name}:1`);
  const talk = new Conversation(house, repository);
  const issue = repository.openIssue("Hello");
  await house.settled();
  return { repository, talk, issue, admin: talk.admin };
}

const isReply = ({ operation }: RecordedRequest) => operation === "issues/create-comment";

describe("where the bot may say nothing, the deed is done", () => {
  it("in a locked conversation, without a word", async () => {
    const { repository, talk, issue, admin } = await begin("locked");
    await repository.issues.lock(issue, admin);
    expect(await talk.say(issue, admin, "/mirror add redis:7")).toEqual({ reactions: [], replies: [] });
    expect(await talk.text(PATH, "ghcr-mirror/add")).toContain("redis:7");
    expect(repository.pulls.all).toHaveLength(1);
    await repository.issues.unlock(issue, admin);
    expect((await talk.say(issue, admin, "/mirror help")).replies).toHaveLength(1);
  });

  it("on a locked pull request its images are brought", async () => {
    const { repository, talk, admin } = await begin("locked-pull");
    house.stock("library/locked-pull", "2");
    const pull = await talk.propose("topic", "docker.io/library/locked-pull:2");
    await repository.issues.lock(pull, admin);
    await talk.say(pull, admin, "/mirror sync");
    expect(house.ghcr.store.tags("acme/locked-pull")).toContain("2");
    expect(talk.checks("mirror / sync (pull request)", pull.pull.headSha)).toMatchObject([
      { conclusion: "success" },
    ]);
  });

  it("where interactions are limited to collaborators, words and pull requests are refused, copies are not", async () => {
    const { repository, talk, issue, admin } = await begin("limited");
    const pull = await talk.propose("topic", "docker.io/library/limited:2");
    house.stock("library/limited", "2");
    repository.interactions = "collaborators_only";
    expect(await talk.say(pull, admin, "/mirror sync")).toEqual({ reactions: [], replies: [] });
    expect(house.ghcr.store.tags("acme/limited")).toContain("2");
    await talk.say(issue, admin, "/mirror add redis:7");
    expect(repository.pulls.all).toEqual([pull]);
    expect(talk.ofBot(issue)).toEqual([]);
    repository.interactions = "everybody";
    const heard = await talk.say(issue, admin, "/mirror add redis:7");
    expect(heard.reactions).toEqual([TAKEN, DONE]);
    expect(repository.pulls.all).toHaveLength(2);
  });

  it("an archived repository stays as it is, and nobody waits for it", async () => {
    const { repository, talk, issue, admin } = await begin("archived");
    house.github.faults.add({
      when: ({ operation }) => operation === "issues/get-comment",
      act: {
        name: "archive first",
        run: (proceed) => {
          repository.archive();
          return proceed();
        },
      },
    });
    expect(await talk.say(issue, admin, "/mirror add redis:7\n/mirror status")).toEqual({
      reactions: [],
      replies: [],
    });
    expect(repository.git.branches().map(([name]) => name)).toEqual(["main"]);
  });
});

describe("a suspended installation", () => {
  it("obeys nobody, whatever was asked before it was suspended", async () => {
    await using own = await openHouse();
    const repository = await own.repository("suspended", configOf("docker.io/library/suspended:1"));
    const talk = new Conversation(own, repository);
    const issue = repository.openIssue("Hello");
    await own.settled();
    own.github.faults.add({
      when: ({ operation }) => operation === "issues/get-comment",
      act: {
        name: "suspend first",
        run: (proceed) => {
          own.github.suspend(own.installation);
          return proceed();
        },
      },
    });
    expect(await talk.say(issue, talk.admin, "/mirror add redis:7")).toEqual({ reactions: [], replies: [] });
    expect(repository.pulls.all).toEqual([]);
    own.github.unsuspend(own.installation);
    expect((await talk.say(issue, talk.admin, "/mirror help")).reactions).toEqual([TAKEN, DONE]);
  });
});

describe("where GitHub limits the bot", () => {
  it.each([403, 429] as const)("(%i) its reply comes later, once", async (code) => {
    const { talk, issue, admin } = await begin(`throttled-${code}`);
    house.github.faults.add({ when: isReply, times: 2, act: secondaryLimit(60, code) });
    const comment = talk.comment(issue, admin, "/mirror status");
    await house.until(() => house.github.faults.pending.length === 0, 5);
    await house.settled(5);
    expect(talk.heard(comment)).toEqual({ reactions: [TAKEN, DONE], replies: [expect.any(String)] });
  });

  it("and where its reply arrived though nobody said so, there is one", async () => {
    const { talk, issue, admin } = await begin("unheard");
    house.github.faults.add({ when: isReply, act: cutInsteadOfResponse });
    const heard = await talk.say(issue, admin, "/mirror status");
    expect(heard.replies).toHaveLength(1);
    expect(heard.reactions).toEqual([TAKEN, DONE]);
    expect(talk.ofBot(issue)).toHaveLength(1);
  });

  it("a reaction that fails is not missed", async () => {
    const { talk, issue, admin } = await begin("speechless");
    house.github.faults.add({
      when: ({ operation }) => operation === "reactions/create-for-issue-comment",
      times: 2,
      act: status(500),
    });
    const heard = await talk.say(issue, admin, "/mirror status");
    expect(heard).toEqual({ reactions: [], replies: [expect.any(String)] });
  });
});

describe("a process that ends in the middle of a command", () => {
  it("leaves the rest to the next one: one reply, one pull request", async () => {
    const { repository, talk, issue, admin } = await begin("restarted");
    for (const operation of ["git/create-ref", "pulls/create", "issues/create-comment"]) {
      const arrived = Promise.withResolvers<void>();
      house.github.faults.add({
        when: (request) => request.operation === operation,
        act: {
          name: "the process ends",
          run: async (proceed) => {
            const reply = await proceed();
            arrived.resolve();
            await restarted.promise;
            return reply;
          },
        },
      });
      const restarted = Promise.withResolvers<void>();
      const known = repository.pulls.all.length;
      for (const pull of repository.pulls.all) {
        if (pull.state === "open") await repository.pulls.close(pull, admin);
      }
      const comment = talk.comment(issue, admin, "/mirror add redis:7");
      await arrived.promise;
      const restart = house.restart();
      restarted.resolve();
      await restart;
      await house.settled(1);
      expect(talk.heard(comment)).toEqual({ reactions: [TAKEN, DONE], replies: [expect.any(String)] });
      expect(repository.pulls.all).toHaveLength(known + 1);
    }
  });

  it("mirrors once what somebody asked for", async () => {
    const { talk } = await begin("asked-once");
    house.stock("library/asked-once", "2");
    const pull = await talk.propose("topic", "docker.io/library/asked-once:2");
    const arrived = Promise.withResolvers<void>();
    const restarted = Promise.withResolvers<void>();
    house.github.faults.add({
      when: ({ operation }) => operation === "reactions/create-for-issue-comment",
      act: {
        name: "the process ends",
        run: async (proceed) => {
          arrived.resolve();
          await restarted.promise;
          return proceed();
        },
      },
    });
    const comment = talk.comment(pull, talk.admin, "/mirror sync");
    await arrived.promise;
    const restart = house.restart();
    restarted.resolve();
    await restart;
    await house.settled(1);
    expect(talk.heard(comment)).toEqual({ reactions: [TAKEN, DONE], replies: [] });
    expect((await talk.runs()).filter(({ reason }) => reason === "command")).toHaveLength(1);
  });
});

describe("40 commands within a minute in one conversation", () => {
  it("are all answered, or taken together with what repeats them, and GitHub's limit on content holds", async () => {
    const { talk, issue } = await begin("busy");
    const people = ["p1", "p2", "p3", "p4"].map((login) => talk.person(login, "maintain"));
    const before = house.github.requests.length;
    const texts = ["/mirror status", "/mirror verify", "/mirror help", "/mirror snyc"];
    const comments = Array.from({ length: 40 }, (_, at) => {
      const who = people[at % 4] ?? talk.admin;
      return talk.comment(issue, who, texts[Math.floor(at / 4) % texts.length] ?? "");
    });
    await house.settled();
    const content = house.github.requests
      .slice(before)
      .filter(
        ({ operation }) => operation === "issues/create-comment" || operation?.startsWith("reactions/create"),
      );
    expect(content.length).toBeLessThan(80);
    const heard = comments.map((comment) => talk.heard(comment));
    const answers = heard.filter(({ replies }) => replies.length > 0);
    expect(talk.ofBot(issue)).toHaveLength(answers.length);
    expect(answers.every(({ replies }) => replies.length === 1)).toBe(true);
    // Whoever is not answered has asked the same again.
    for (const [at, { replies }] of heard.entries()) {
      if (replies.length > 0) continue;
      const { user, body } = comments[at] ?? expect.fail();
      const later = comments.slice(at + 1).filter((one) => one.user === user && one.body === body);
      expect(later).not.toEqual([]);
    }
  });
});

describe("two deployments in one repository", () => {
  it("each have their own replies, and do not take the other's for theirs", async () => {
    const { talk, issue, admin, repository } = await begin("shared");
    const other = house.github.registerApp("ghcr-mirror of another deployment");
    repository.setRole(other.bot.login, "write");
    const comment = talk.comment(issue, admin, "/mirror status");
    const forged = `<!-- ghcr-mirror:${house.github.app.id}:reply-${comment.id} -->\nforged`;
    const theirs = `<!-- ghcr-mirror:${other.id}:reply-${comment.id} -->\nThe same from us`;
    for (const body of [forged, theirs]) repository.comment(issue.number, other.bot, body);
    repository.comment(issue.number, talk.person("forger", "read"), forged);
    await house.settled();
    expect(talk.heard(comment)).toEqual({
      reactions: [TAKEN, DONE],
      replies: [expect.stringMatching(/^\*\*1 image at its destination\*\*/)],
    });
    expect(issue.comments.map(({ user }) => user.login).toSorted()).toEqual(
      [admin.login, other.bot.login, other.bot.login, "forger", house.github.world.app.bot.login].toSorted(),
    );
  });
});
