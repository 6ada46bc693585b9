import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { Conversation, DONE, TAKEN, UNCLEAR } from "./conversation.ts";
import { holdUpload } from "./hold-upload.ts";
import { type House, openHouse } from "./open-house.ts";

const CHECK = "mirror / sync (pull request)";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const docker = (name: string, tag = "1") => `docker.io/library/${name}:${tag}`;
const brought = (name: string, tag = "1") => house.ghcr.store.manifest(`acme/${name}`, tag)?.digest;

/** A repository that mirrors `<name>-old`, and a pull request that adds `<name>-new`. */
async function begin(name: string) {
  const [old, added] = [`${name}-old`, `${name}-new`];
  house.stock(`library/${old}`, "1");
  const digest = house.stock(`library/${added}`, "1");
  const repository = await house.repository(name);
  await house.apply(repository, docker(old));
  const talk = new Conversation(house, repository);
  const pull = await talk.propose("topic", docker(old), docker(added));
  return { old, added, digest, repository, talk, pull, ann: talk.person("maintainer", "maintain") };
}

describe("/mirror sync on a pull request", () => {
  it("brings what it adds, and nothing else, before it is merged", async () => {
    const { old, added, digest, talk, pull, ann } = await begin("adds");
    const { headSha } = pull.pull;
    house.stock(`library/${old}`, "1", "moved meanwhile");
    const before = brought(old);
    house.ghcr.resetRequests();
    expect(await talk.say(pull, ann, "/mirror sync")).toEqual({ reactions: [TAKEN, DONE], replies: [] });
    expect(brought(added)).toBe(digest);
    expect(brought(old)).toBe(before);
    // The plan that is computed again looks at it, no more.
    const touched = house.ghcr.requests.filter(({ repository }) => repository === `acme/${old}`);
    expect(touched.filter(({ method }) => method !== "HEAD" && method !== "GET")).toEqual([]);
    expect(talk.checks(CHECK, headSha)).toMatchObject([
      { conclusion: "success", title: "Synced: 1 copied (3.4 kB)" },
    ]);
    expect((await talk.runs()).slice(1)).toEqual([
      {
        commit: headSha,
        pull: pull.number,
        reason: "command",
        scope: [docker(added)],
        conclusion: "success",
        asker: "maintainer",
        cancelledBy: null,
      },
    ]);
    const [applied] = await house.rows<{ commit: string }>(
      `select commit from ghcr_mirror.applied_configs where repository = ${talk.repository.id}`,
    );
    expect(applied?.commit).toBe(talk.head);
  });

  it("brings what it changes", async () => {
    const { old, talk, ann } = await begin("changes");
    const to = `{ source: ${docker(old)}, to: elsewhere/${old} }`;
    const pull = await talk.propose("change", to);
    expect((await talk.say(pull, ann, "/mirror sync")).reactions).toEqual([TAKEN, DONE]);
    expect(brought(`elsewhere/${old}`)).toBe(brought(old));
  });

  it("of some images brings those, where it adds or changes them", async () => {
    const { old, added, digest, talk, ann } = await begin("some");
    house.stock(`library/${added}`, "2");
    const pull = await talk.propose("two", docker(old), docker(added), docker(added, "2"));
    expect((await talk.say(pull, ann, `/mirror sync ${added}:1`)).reactions).toEqual([TAKEN, DONE]);
    expect([brought(added), brought(added, "2")]).toEqual([digest, undefined]);
    expect(await talk.say(pull, ann, `/mirror sync ${old}`)).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: [`This pull request neither adds nor changes an image that matches \`*/${old}[:@]*\`.`],
    });
    house.stock(`library/${old}`, "1", "moved meanwhile");
    const before = brought(old);
    expect((await talk.say(pull, ann, "/mirror sync docker.io/library/*")).reactions).toEqual([TAKEN, DONE]);
    expect([brought(old), brought(added, "2")]).toEqual([before, expect.any(String)]);
  });

  it("has nothing to do where it only removes, and says what is wrong with a config that is", async () => {
    const { talk, ann, old } = await begin("removes");
    const other = await talk.propose("remove", `{ source: ${docker(old)}, tags: ["9"] }`, docker(old));
    await talk.repository.commit({ branch: "remove", files: { ".github/mirror.yml": null } });
    await house.settled();
    expect(await talk.say(other, ann, "/mirror sync")).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: ["This pull request has no `.github/mirror.yml`."],
    });
    await talk.repository.commit({ branch: "remove", files: { ".github/mirror.yml": "version: 2\n" } });
    await house.settled();
    expect(await talk.say(other, ann, "/mirror sync")).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: [
        expect.stringMatching(/^`\.github\/mirror\.yml` is wrong, and nothing of it can be carried out/),
      ],
    });
    const readme = { branch: "words", files: { "README.md": "Words" } };
    await talk.repository.commit(readme);
    const words = await talk.repository.openPullRequest({ title: "Words", head: "words" });
    await house.settled();
    expect(await talk.say(words, ann, "/mirror sync")).toEqual({
      reactions: [TAKEN, DONE],
      replies: [
        "This pull request neither adds nor changes an image, so that there is nothing to mirror for it.",
      ],
    });
    expect(await talk.runs()).toHaveLength(1);
  });

  it("is about the commit on which it was commented: a push before its turn makes it void", async () => {
    const { added, talk, pull, ann } = await begin("pushed");
    const old = pull.pull.headSha;
    const comment = await pushBeforeItsTurn(talk, pull.number, () => talk.comment(pull, ann, "/mirror sync"));
    const now = talk.headOf("topic");
    expect(talk.heard(comment)).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: [
        `Somebody pushed in between: the head was \`${old.slice(0, 7)}\` when you commented, and is \`${now.slice(0, 7)}\` by now. Look at it, and comment again.`,
      ],
    });
    expect(brought(added)).toBeUndefined();
    expect(await talk.runs()).toHaveLength(1);
  });

  it("and so does a push while its run waits for its turn", async () => {
    const { old, added, repository, talk, pull, ann } = await begin("waiting");
    house.stock(`library/${old}`, "2");
    const held = holdUpload(house.ghcr, `acme/${old}`);
    await repository.commit({ files: configOf(docker(old, "2")) });
    await held.arrived;
    const { headSha } = pull.pull;
    const comment = talk.comment(pull, ann, "/mirror sync");
    await house.until(() => talk.checks(CHECK, headSha).length === 1);
    expect(talk.checks(CHECK, headSha)).toMatchObject([{ status: "queued", title: "Waiting for its turn" }]);
    const now = await repository.commit({ branch: "topic", files: { "README.md": "Pushed" } });
    await house.github.settled();
    held.release();
    await house.settled();
    expect(talk.checks(CHECK, headSha)).toMatchObject([
      { conclusion: "cancelled", title: `Not begun: the pull request is at ${now.slice(0, 7)} by now` },
    ]);
    expect(talk.heard(comment)).toEqual({ reactions: [TAKEN], replies: [] });
    expect(brought(added)).toBeUndefined();
  });

  it("is not begun where the pull request was closed meanwhile", async () => {
    const { added, repository, talk, pull, ann } = await begin("closed");
    await repository.pulls.close(pull, ann);
    await house.settled();
    expect(await talk.say(pull, ann, "/mirror sync")).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: ["This pull request is closed. What is merged is mirrored by itself."],
    });
    expect(brought(added)).toBeUndefined();
  });

  it("takes a commit by name, where it is the head", async () => {
    const { added, digest, talk, pull, ann } = await begin("named");
    const { headSha } = pull.pull;
    expect(await talk.say(pull, ann, "/mirror sync 0123456")).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: [
        `\`0123456\` is not the head of this pull request, which is \`${headSha.slice(0, 7)}\` by now. Look at it, and name that one.`,
      ],
    });
    const heard = await talk.say(pull, ann, `/mirror sync ${headSha.slice(0, 9).toUpperCase()}`);
    expect(heard.reactions).toEqual([TAKEN, DONE]);
    expect(brought(added)).toBe(digest);
  });

  it("from a fork needs the commit in the comment, and no word of its author", async () => {
    const { added, digest, repository, talk, ann, old } = await begin("forked");
    const stranger = talk.person("stranger");
    const fork = await repository.fork(stranger);
    const headSha = await fork.commit({ branch: "gift", files: configOf(docker(old), docker(added)) });
    const pull = await repository.openPullRequest({ title: "A gift", head: "stranger:gift" }, stranger);
    await house.settled();
    expect(await talk.say(pull, stranger, `/mirror sync ${headSha}`)).toEqual({
      reactions: ["-1"],
      replies: [],
    });
    expect(await talk.say(pull, ann, "/mirror sync")).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: [
        `This pull request comes from a fork: look at its config, and name the commit that you have looked at in full, as in \`/mirror sync ${headSha}\`.`,
      ],
    });
    // Anybody can make a commit that begins like this.
    const short = await talk.say(pull, ann, `/mirror sync ${headSha.slice(0, 12)}`);
    expect(short.reactions).toEqual([TAKEN, UNCLEAR]);
    expect(brought(added)).toBeUndefined();
    const heard = await talk.say(pull, ann, `/mirror sync ${headSha}`);
    expect(heard).toEqual({ reactions: [TAKEN, DONE], replies: [] });
    expect(brought(added)).toBe(digest);
  });

  it("which is repeated while it waits is done once, where it stands last", async () => {
    const { talk, pull, ann } = await begin("repeated");
    const comments = await pushBeforeItsTurn(talk, pull.number, () =>
      [1, 2, 3].map(() => talk.comment(pull, ann, "/mirror sync")),
    );
    expect(comments.map((comment) => talk.heard(comment).reactions)).toEqual([[], [], [TAKEN, UNCLEAR]]);
  });
});

/** Lets people comment while the thread is busy with an earlier comment, and pushes to its branch before theirs are read. */
async function pushBeforeItsTurn<T>(talk: Conversation, thread: number, people: () => T): Promise<T> {
  const busy = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  house.github.faults.add({
    when: ({ operation }) => operation === "issues/get-comment",
    act: {
      name: "busy",
      run: async (proceed) => {
        arrived.resolve();
        await busy.promise;
        return proceed();
      },
    },
  });
  talk.repository.comment(thread, talk.admin, "/mirror help");
  await arrived.promise;
  const said = people();
  await house.github.settled();
  await talk.repository.commit({ branch: "topic", files: { "README.md": "Pushed in between" } });
  await house.github.settled();
  busy.resolve();
  await house.settled();
  return said;
}
