import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { status } from "../../../sandbox/github/fault-acts.ts";
import type { CustomRole, Role } from "../../../sandbox/github/repositories/role-book.ts";
import type { Account } from "../../../sandbox/github/world.ts";
import { configOf } from "./config-of.ts";
import { Conversation, DONE, REFUSED, TAKEN, UNCLEAR } from "./conversation.ts";
import { holdUpload } from "./hold-upload.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const docker = (name: string) => `docker.io/library/${name}:1`;

/** A repository with a pull request that adds an image of its own name, by somebody who may nothing here. */
async function begin(name: string, owner = "acme") {
  house.stock(`library/${name}`, "1");
  const repository = await house.github.createRepository(owner, name, { files: { "README.md": "Hello" } });
  await house.settled();
  const talk = new Conversation(house, repository);
  const author = talk.person("author");
  await repository.commit({ branch: "topic", files: configOf(docker(name)) });
  const pull = await repository.openPullRequest({ title: "An image", head: "topic" }, author);
  await house.settled();
  const isBrought = () => house.ghcr.store.manifest(`${owner}/${name}`, "1") !== undefined;
  return { repository, talk, author, pull, isBrought };
}

describe("who has a role", () => {
  const custom = (base: Role): CustomRole => ({ name: "release crew", base });

  it.each<[string, string | undefined, Role | CustomRole | undefined, boolean]>([
    ["nobody", "/mirror help", undefined, true],
    ["nobody", "/mirror sync", undefined, false],
    ["read", "/mirror status", "read", true],
    ["read", "/mirror plan", "read", true],
    ["read", "/mirror verify", "read", false],
    ["triage", "/mirror add redis:7", "triage", false],
    ["triage", "/mirror doctor", "triage", false],
    ["write", "/mirror verify", "write", true],
    ["write", "/mirror sync", "write", false],
    ["write", "/mirror retry", "write", false],
    ["write", "/mirror cancel", "write", false],
    ["maintain", "/mirror retry", "maintain", true],
    ["maintain", "/mirror cancel", "maintain", true],
    ["admin", "/mirror cancel", "admin", true],
    ["a role of the organization's own, on triage", "/mirror add redis:7", custom("triage"), false],
    ["a role of the organization's own, on write", "/mirror sync", custom("write"), false],
    ["a role of the organization's own, on maintain", "/mirror cancel", custom("maintain"), true],
  ])("%s: %s", async (who, text = "", role, isAllowed) => {
    const name = `roles-${`${who} ${text}`.replaceAll(/[^a-z]+/g, "-").replaceAll(/-$/g, "")}`;
    const { talk, pull } = await begin(name);
    const { reactions, replies } = await talk.say(pull, talk.person(`${name}-person`, role), text);
    expect(reactions).toEqual(isAllowed ? [TAKEN, DONE] : [REFUSED]);
    if (!isAllowed) expect(replies).toEqual([]);
    expect(talk.repository.pulls.all).toHaveLength(1);
  });

  it("in a private repository, strangers are not answered at all", async () => {
    const { talk, repository, pull } = await begin("hidden");
    repository.isPrivate = true;
    const heard = await talk.say(pull, talk.person("former-member", "none"), "/mirror help");
    expect(heard).toEqual({ reactions: [REFUSED], replies: [] });
    expect((await talk.say(pull, talk.person("former-member"), "/mirror hlep")).replies).toEqual([]);
  });

  it("the author of a pull request has no rights by that", async () => {
    const { talk, author, pull, isBrought } = await begin("authored");
    expect(await talk.say(pull, author, "/mirror sync")).toEqual({ reactions: [REFUSED], replies: [] });
    expect(await talk.say(pull, author, "/mirror cancel")).toEqual({ reactions: [REFUSED], replies: [] });
    expect(isBrought()).toBe(false);
    expect(await talk.runs()).toEqual([]);
  });

  it("of a fork, a plan takes the role write", async () => {
    const { talk, repository } = await begin("planned-fork");
    const stranger = talk.person("stranger");
    const fork = await repository.fork(stranger);
    await fork.commit({ branch: "gift", files: configOf(docker("planned-fork")) });
    const pull = await repository.openPullRequest({ title: "A gift", head: "stranger:gift" }, stranger);
    await house.settled();
    expect((await talk.say(pull, stranger, "/mirror plan")).reactions).toEqual([REFUSED]);
    expect((await talk.say(pull, talk.person("triager", "triage"), "/mirror plan")).reactions).toEqual([
      REFUSED,
    ]);
    expect((await talk.say(pull, talk.person("writer", "write"), "/mirror plan")).reactions).toEqual([
      TAKEN,
      DONE,
    ]);
  });
});

describe("a policy", () => {
  const POLICY = ".github/mirror-policy.yml";

  async function govern(owner: string, text: string) {
    house.github.createOrganization(owner);
    house.github.install(owner, "all");
    await house.github.createRepository(owner, ".github", { files: { [POLICY]: `version: 1\n${text}\n` } });
    await house.settled();
  }

  it("of the organization lowers and raises the role of a command; the repository's own only raises it", async () => {
    await govern("governed", "commands: { sync: write, status: admin, verify: triage }");
    const { talk, pull, isBrought, repository } = await begin("tools", "governed");
    const own = { [POLICY]: "version: 1\ncommands: { verify: maintain, cancel: read, retry: admin }\n" };
    await repository.commit({ files: own });
    await house.settled();
    const writer = talk.person("writer", "write");
    expect((await talk.say(pull, writer, "/mirror status")).reactions).toEqual([REFUSED]);
    expect((await talk.say(pull, writer, "/mirror verify")).reactions).toEqual([REFUSED]);
    expect((await talk.say(pull, writer, "/mirror cancel")).reactions).toEqual([REFUSED]);
    const maintainer = talk.person("maintainer", "maintain");
    expect((await talk.say(pull, maintainer, "/mirror retry")).reactions).toEqual([REFUSED]);
    expect((await talk.say(pull, maintainer, "/mirror verify")).reactions).toEqual([TAKEN, DONE]);
    expect((await talk.say(pull, writer, "/mirror sync")).reactions).toEqual([TAKEN, DONE]);
    expect(isBrought()).toBe(true);
    const { replies } = await talk.say(pull, writer, "/mirror help");
    expect(replies[0]).toMatch(/`\/mirror sync.*\| write \| ✓ \|\n/);
    expect(replies[0]).toMatch(/`\/mirror status.*\| admin \| – \|\n/);
  });

  it("that cannot be read lets people look, and do nothing", async () => {
    await govern("broken", "sources: docker.io");
    const { talk, pull, isBrought } = await begin("tools", "broken");
    const heard = await talk.say(pull, talk.admin, "/mirror sync");
    expect(heard.reactions).toEqual([TAKEN, UNCLEAR]);
    expect(heard.replies).toEqual([
      expect.stringMatching(
        /^`broken\/\.github: .*` cannot be read, and until it can, nothing is allowed\.$/,
      ),
    ]);
    expect((await talk.say(pull, talk.admin, "/mirror help")).reactions).toEqual([TAKEN, DONE]);
    expect(isBrought()).toBe(false);
  });
});

describe("where GitHub does not say who may do what", () => {
  it.each([500, 502, 403, 404])("(%i) nobody may do anything", async (code) => {
    const { talk, pull, isBrought } = await begin(`unsaid-${code}`);
    house.github.faults.add({
      when: ({ operation, repository }) =>
        operation === "repos/get-collaborator-permission-level" && repository === `acme/unsaid-${code}`,
      times: Number.POSITIVE_INFINITY,
      act: status(code),
    });
    expect(await talk.say(pull, talk.admin, "/mirror sync")).toEqual({ reactions: [REFUSED], replies: [] });
    expect(isBrought()).toBe(false);
    house.github.faults.clear();
  });
});

describe("somebody whose role changes", () => {
  it("between the comment and its turn is judged by what holds then", async () => {
    const { talk, pull, isBrought } = await begin("demoted");
    const ann = talk.person("ann", "maintain");
    house.github.faults.add({
      when: ({ operation }) => operation === "repos/get-collaborator-permission-level",
      act: {
        name: "demote first",
        run: (proceed) => {
          talk.person("ann", "read");
          return proceed();
        },
      },
    });
    expect(await talk.say(pull, ann, "/mirror sync")).toEqual({ reactions: [REFUSED], replies: [] });
    expect(isBrought()).toBe(false);
  });

  it("while the run waits has asked in vain: it is not begun", async () => {
    const { talk, pull, isBrought, repository } = await begin("withdrawn");
    house.stock("library/busy", "1");
    const held = holdUpload(house.ghcr, "acme/busy");
    await repository.commit({ files: configOf(docker("busy")) });
    await held.arrived;
    const ben = talk.person("ben", "maintain");
    const { headSha } = pull.pull;
    const comment = talk.comment(pull, ben, "/mirror sync");
    const checks = () => talk.checks("mirror / sync (pull request)", headSha);
    await house.until(() => checks().length === 1);
    talk.person("ben", "read");
    held.release();
    await house.settled();
    expect(checks()).toMatchObject([
      { conclusion: "cancelled", title: "Not begun: ben may not ask for it any longer" },
    ]);
    expect(talk.heard(comment)).toEqual({ reactions: [TAKEN], replies: [] });
    expect(isBrought()).toBe(false);
  });
});

describe("what is not understood", () => {
  let talk: Conversation;
  let ann: Account;
  beforeAll(async () => {
    talk = new Conversation(house, await house.repository("misunderstood"));
    ann = talk.person("ann", "maintain");
  });

  it.each([
    ["/mirror snyc", "`/mirror snyc`: there is no command `snyc`<br>Did you mean `/mirror sync`?"],
    ["/mirror", "`/mirror`: it does not say what to do<br>Did you mean `/mirror help`?"],
    ["/Mirror sync", "`/Mirror sync`: commands are written in lower case<br>Did you mean `/mirror sync`?"],
    [
      "/mirror cancel now",
      "`/mirror cancel now`: `/mirror cancel` takes nothing more<br>Did you mean `/mirror cancel`?<br>Usage: `/mirror cancel`",
    ],
    [
      "/mirror sync --force",
      "`/mirror sync --force`: `--force` is not an image, and there are no options<br>Usage: `/mirror sync [image…] [sha]`",
    ],
    [
      "/mirror add",
      "`/mirror add`: it does not say which image<br>Did you mean `/mirror add docker.io/library/redis:7`?<br>Usage: `/mirror add IMAGE [to=PATH] …`",
    ],
    [
      "/mirror add redis:*",
      "`/mirror add redis:*`: `redis:*` is a glob, and images are added one by one<br>Usage: `/mirror add IMAGE [to=PATH] …`",
    ],
    [
      "/mirror cancel\n/mirror sync",
      "`/mirror cancel`: contradicts `/mirror sync` in the same comment; write what you want in a comment of its own",
    ],
  ])("%j is answered with what is wrong with it", async (text, said) => {
    const issue = talk.repository.openIssue("Hello");
    const before = await talk.runs();
    expect(await talk.say(issue, ann, text)).toEqual({
      reactions: [UNCLEAR],
      replies: [`I did not understand that, and did nothing:\n\n- ${said}\n\nAll commands: \`/mirror help\``],
    });
    expect(await talk.runs()).toEqual(before);
    expect(talk.repository.pulls.all).toEqual([]);
  });

  it("of several commands one that is wrong keeps the others from being done, in one reply", async () => {
    const issue = talk.repository.openIssue("Hello");
    const heard = await talk.say(issue, ann, "/mirror add redis:7\n/mirror hlep\n/mirror add\n");
    expect(heard.reactions).toEqual([UNCLEAR]);
    expect(heard.replies).toHaveLength(1);
    expect(heard.replies[0]?.match(/^- /gm)).toHaveLength(2);
    expect(talk.repository.pulls.all).toEqual([]);
  });
});
