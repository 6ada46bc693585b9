import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../../src/github/commands/table.ts";
import { textOf } from "./config-of.ts";
import { Conversation, DONE, TAKEN, UNCLEAR } from "./conversation.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

/** A repository that mirrors an image of its own name, and an issue that somebody has opened there. */
async function begin(name: string, report = "") {
  const digest = house.stock(`library/${name}`, "1");
  const repository = await house.repository(name);
  const talk = new Conversation(house, repository);
  const text = textOf(`docker.io/library/${name}:1`) + report;
  await repository.commit({ files: { ".github/mirror.yml": text } });
  await house.settled();
  const issue = repository.openIssue("A question");
  return { digest, repository, talk, issue, image: `docker.io/library/${name}:1` };
}

/** The same, with a dashboard. */
async function beginWithDashboard(name: string) {
  const begun = await begin(name, "report: { issue: dashboard }\n");
  const { bot } = house.github.world.app;
  const dashboard = begun.repository.issues.all.find(({ user }) => user.id === bot.id);
  return { ...begun, dashboard: dashboard ?? expect.fail("there is no dashboard") };
}

describe("/mirror help", () => {
  it.each([
    ["read", ["help", "status", "plan"]],
    ["triage", ["help", "status", "plan"]],
    ["write", ["help", "status", "plan", "verify", "add", "doctor"]],
    ["maintain", COMMANDS.map(({ name }) => name)],
  ] as const)("shows somebody with the role %s what they may use", async (role, expected) => {
    const { talk, issue } = await begin(`help-${role}`);
    const { reactions, replies } = await talk.say(issue, talk.person(`h-${role}`, role), "/mirror help");
    expect(reactions).toEqual([TAKEN, DONE]);
    expect(replies).toHaveLength(1);
    const rows = replies[0]?.match(/^\| `\/mirror .*$/gm) ?? [];
    expect(rows).toHaveLength(COMMANDS.length);
    const usable = rows.filter((row) => row.endsWith("| ✓ |"));
    expect(usable.map((row) => /^\| `\/mirror (\w+)/.exec(row)?.[1])).toEqual(expected);
  });
});

describe("/mirror status", () => {
  it("tells of the last run, the images and the queue, and asks no registry", async () => {
    const { talk, issue, digest, image } = await begin("status");
    const asked = () => house.hub.requests.length + house.ghcr.requests.length;
    const before = asked();
    const { reactions, replies } = await talk.say(issue, talk.person("reader", "read"), "/mirror status");
    expect(asked()).toBe(before);
    expect(reactions).toEqual([TAKEN, DONE]);
    expect(replies).toEqual([expect.stringMatching(/^\*\*1 image at its destination\*\*\n/)]);
    expect(replies[0]).toContain(`- config: \`.github/mirror.yml@${talk.head.slice(0, 7)}\``);
    expect(replies[0]).toContain("- last run: [Synced: 1 copied (3.4 kB)]");
    expect(replies[0]).toContain("- publisher: `app`\n- queue: empty");
    expect(replies[0]).toContain(`| \`${image}\` | \`ghcr.io/acme/status:1@${digest}\` |`);
  });

  it("of an image that is not there says so, and that nothing is in force where there is no config", async () => {
    const { talk, issue } = await begin("status-of");
    const ann = talk.person("reader", "read");
    expect((await talk.say(issue, ann, "/mirror status status-of")).reactions).toEqual([TAKEN, DONE]);
    expect(await talk.say(issue, ann, "/mirror status nginx:*")).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: ["No image that was brought or failed matches `*/nginx:*`."],
    });
    const bare = new Conversation(house, await house.repository("status-bare"));
    const { replies } = await bare.say(bare.repository.openIssue("Hi"), bare.admin, "/mirror status");
    expect(replies).toEqual([expect.stringMatching(/^\*\*No config is in force:.*\n\n.*\n- queue: empty$/)]);
  });
});

describe("/mirror plan", () => {
  it("on a pull request looks again, in a check run of its own, and replies nothing", async () => {
    const { talk } = await begin("plan");
    house.stock("library/plan", "2");
    const pull = await talk.propose("more", "docker.io/library/plan:1", "docker.io/library/plan:2");
    const { headSha } = pull.pull;
    expect(talk.checks("mirror / plan", headSha)).toHaveLength(1);
    const moved = house.stock("library/plan", "2", "another");
    const heard = await talk.say(pull, talk.person("reader", "read"), "/mirror plan");
    expect(heard).toEqual({ reactions: [TAKEN, DONE], replies: [] });
    const plans = talk.checks("mirror / plan", headSha);
    expect(plans).toMatchObject([
      {},
      { conclusion: "success", title: "Plan: 1 to copy (3.4 kB, 1 Docker Hub pull), 1 up to date" },
    ]);
    expect(plans.at(-1)?.text ?? plans.at(-1)?.summary).toContain(moved.slice("sha256:".length).slice(0, 12));
    expect(talk.ofBot(pull).map(({ body }) => body.split("\n")[0])).toEqual([
      expect.stringMatching(/^<!-- ghcr-mirror:\d+:plan -->$/),
    ]);
  });

  it("of single images is answered in a reply, and makes no check run", async () => {
    const { talk } = await begin("plan-of");
    house.stock("library/plan-of", "2");
    const pull = await talk.propose("more", "docker.io/library/plan-of:1", "docker.io/library/plan-of:2");
    const heard = await talk.say(pull, talk.admin, "/mirror plan plan-of:2");
    expect(heard.reactions).toEqual([TAKEN, DONE]);
    expect(heard.replies).toEqual([
      expect.stringMatching(/^\*\*Plan: 1 to copy \(3\.4 kB, 1 Docker Hub pull\)\*\*/),
    ]);
    expect(heard.replies[0]).not.toContain("plan-of:1");
    expect(talk.checks("mirror / plan", pull.pull.headSha)).toHaveLength(1);
  });

  it("on the dashboard is about the default branch", async () => {
    const { talk, dashboard } = await beginWithDashboard("plan-board");
    expect(await talk.say(dashboard, talk.admin, "/mirror plan")).toEqual({
      reactions: [TAKEN, DONE],
      replies: [],
    });
    expect(talk.checks("mirror / plan")).toMatchObject([
      { conclusion: "neutral", title: "Plan: nothing to do, 1 up to date" },
    ]);
  });
});

describe("/mirror sync", () => {
  it("on the dashboard mirrors the config of the default branch, and is done when the images are there", async () => {
    const { talk, dashboard, repository } = await beginWithDashboard("board");
    const moved = house.stock("library/board", "1", "moved");
    const ann = talk.person("maintainer", "maintain");
    expect(await talk.say(dashboard, ann, "/mirror sync")).toEqual({ reactions: [TAKEN, DONE], replies: [] });
    expect(house.ghcr.store.manifest("acme/board", "1")?.digest).toBe(moved);
    expect(await talk.runs()).toMatchObject([
      { reason: "push" },
      {
        reason: "command",
        pull: null,
        scope: [],
        conclusion: "success",
        asker: "maintainer",
        commit: talk.head,
      },
    ]);
    expect(talk.checks("mirror / sync")).toHaveLength(2);
    expect(repository.issues.all).toHaveLength(2);
  });

  it("there takes a commit only where it is the head, and images only where the config has them", async () => {
    const { talk, dashboard } = await beginWithDashboard("board-of");
    const say = (text: string) => talk.say(dashboard, talk.admin, text);
    expect(await say("/mirror sync 0123456")).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: [
        "`0123456` is not the head of the default branch, whose config is the one that is carried out here.",
      ],
    });
    expect(await say("/mirror sync nginx")).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: ["The config has no image that matches `*/nginx[:@]*`."],
    });
    expect((await say(`/mirror sync board-of:1 ${talk.head}`)).reactions).toEqual([TAKEN, DONE]);
    expect(await talk.runs()).toMatchObject([{}, { scope: ["*/board-of:1"], conclusion: "neutral" }]);
  });

  it.each(["plan", "sync"])("elsewhere: /mirror %s says where it belongs", async (name) => {
    const { talk, issue } = await begin(`elsewhere-${name}`);
    const heard = await talk.say(issue, talk.admin, `/mirror ${name}`);
    expect(heard.reactions).toEqual([TAKEN, UNCLEAR]);
    expect(heard.replies).toEqual([
      expect.stringMatching(
        new RegExp(
          `^\`/mirror ${name}\` is for pull requests.* and for the mirror's dashboard\\. Comment there\\.$`,
        ),
      ),
    ]);
    expect(await talk.runs()).toHaveLength(1);
  });
});

describe("/mirror verify", () => {
  it("says what everybody sees: as brought, changed by somebody, private", async () => {
    const { talk, issue, repository } = await begin("verify");
    for (const name of ["verify-b", "verify-c"]) house.stock(`library/${name}`, "1");
    await house.apply(
      repository,
      ...["verify", "verify-b", "verify-c"].map((name) => `docker.io/library/${name}:1`),
    );
    for (const name of ["verify", "verify-b"]) house.ghcr.store.setVisibility(`acme/${name}`, "public");
    const writer = talk.person("writer", "write");
    const heard = await talk.say(issue, writer, "/mirror verify");
    expect(heard.reactions).toEqual([TAKEN, DONE]);
    expect(heard.replies).toEqual([
      expect.stringMatching(/^\*\*1 not to be seen by everybody, 2 as brought\*\*\n/),
    ]);
    expect(heard.replies[0]).toMatch(/`docker\.io\/library\/verify-c:1`.*the package is private, or gone/);
    expect((await talk.say(issue, writer, "/mirror verify verify-b")).replies).toEqual([
      expect.stringMatching(/^\*\*1 as brought\*\*\n/),
    ]);
    expect(await talk.say(issue, writer, "/mirror verify nginx:1")).toEqual({
      reactions: [TAKEN, UNCLEAR],
      replies: ["No image that was brought matches `*/nginx:1`."],
    });
  });
});

describe("/mirror doctor", () => {
  it("examines what the App sees, and copies nothing", async () => {
    const { talk, issue } = await begin("doctor");
    const writes = () => house.ghcr.count({ kind: "manifest", method: "PUT" });
    const before = writes();
    const heard = await talk.say(issue, talk.person("writer", "write"), "/mirror doctor");
    expect(heard.reactions).toEqual([TAKEN, DONE]);
    expect(heard.replies).toEqual([expect.stringMatching(/^`acme\/doctor`: 12 good\n/)]);
    expect(heard.replies[0]).toContain(
      "| ✓ | Publisher | The App&#39;s own token may write `ghcr.io/acme/doctor`",
    );
    expect(writes()).toBe(before);
    expect(await talk.runs()).toHaveLength(1);
  });
});

describe("a comment with several commands", () => {
  it("gets one reply to them all, in their order, and each is done once", async () => {
    const { talk, dashboard } = await beginWithDashboard("several");
    const text = "Please.\n\n/mirror status\n/mirror verify\n/mirror status\n/mirror sync\n\nThanks!";
    const heard = await talk.say(dashboard, talk.admin, text);
    expect(heard.reactions).toEqual([TAKEN, DONE]);
    expect(heard.replies).toHaveLength(1);
    expect(heard.replies[0]?.match(/^### .*$/gm)).toEqual(["### `/mirror status`", "### `/mirror verify`"]);
    expect(await talk.runs()).toMatchObject([
      { reason: "push" },
      { reason: "command", conclusion: "neutral" },
    ]);
  });
});
