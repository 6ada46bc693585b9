import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Conversation, DONE, TAKEN, UNCLEAR } from "./conversation.ts";
import { type House, openHouse } from "./open-house.ts";

const PATH = ".github/mirror.yml";
const BRANCH = "ghcr-mirror/add";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

/** A repository with these files, and an issue in which people ask for images. */
async function begin(name: string, files: Readonly<Record<string, string>> = {}) {
  const repository = await house.repository(name, { "README.md": "Hello", ...files });
  const talk = new Conversation(house, repository);
  const issue = repository.openIssue("Please mirror these");
  await house.settled();
  const opened = () => repository.pulls.all.map(({ number, title, state }) => ({ number, title, state }));
  return { repository, talk, issue, opened, ann: talk.person("writer", "write") };
}

describe("/mirror add", () => {
  it("where there is no config opens a pull request with a new one", async () => {
    const { talk, issue, opened, ann, repository } = await begin("fresh");
    const { reactions, replies } = await talk.say(
      issue,
      ann,
      "/mirror add redis:7 to=cache/redis docker.io/bitnami/etcd:v3.5.9",
    );
    expect(reactions).toEqual([TAKEN, DONE]);
    expect(replies).toHaveLength(1);
    expect(replies[0]).toContain(`](<${repository.htmlUrl}/pull/2>), which adds 2 images.`);
    expect(replies[0]).toMatch(
      /\n- `docker\.io\/library\/redis:7` to `cache\/redis`\n- `docker\.io\/bitnami\/etcd:v3\.5\.9`$/,
    );
    expect(opened()).toEqual([{ number: 2, title: "Mirror 2 images", state: "open" }]);
    const pull = repository.pulls.get(2);
    expect(pull.user).toBe(house.github.world.app.bot);
    expect(pull.pull).toMatchObject({ head: BRANCH, base: "main" });
    expect(pull.body).toContain("Asked for by `@writer` in #1.");
    expect(await talk.text(PATH, BRANCH)).toBe(
      [
        "# yaml-language-server: $schema=https://raw.githubusercontent.com/ghcr-mirror/ghcr-mirror/main/schema/mirror.schema.json",
        "version: 1",
        "mirrors:",
        "  - source: docker.io/library/redis:7",
        "    to: cache/redis",
        "  - docker.io/bitnami/etcd:v3.5.9",
        "",
      ].join("\n"),
    );
    expect(await talk.text(PATH)).toBeUndefined();
    expect(talk.checks("mirror / plan", pull.pull.headSha)).toHaveLength(1);
    expect(await talk.runs()).toEqual([]);
  });

  const CONFIG = [
    "# What acme runs on.",
    "version: 1",
    "",
    "mirrors:",
    "    # caches",
    "    -   source: 'docker.io/library/redis'   # the one and only",
    "        tags: [ \"6\", '7' ]",
    "    - docker.io/bitnami/etcd:v3.5.9",
    "defaults: {  on-change:   backup } # keep the old ones",
    "",
  ];

  it("keeps every byte of the config, and extends what is open on the second time", async () => {
    const { talk, issue, opened, ann, repository } = await begin("kept", { [PATH]: CONFIG.join("\n") });
    const first = await talk.say(issue, ann, "/mirror add redis:8");
    expect(first.replies).toEqual([expect.stringMatching(/^Opened .*which adds 1 image\./)]);
    const withTag = CONFIG.with(6, "        tags: [ \"6\", '7', '8' ]");
    expect(await talk.text(PATH, BRANCH)).toBe(withTag.join("\n"));

    const second = await talk.say(issue, ann, "/mirror add docker.io/prom/node-exporter:v1.8.2 redis:7");
    expect(second.reactions).toEqual([TAKEN, DONE]);
    expect(second.replies).toEqual([
      expect.stringMatching(
        /^Extended \[.*which adds 1 image\.[\s\S]*\n- `docker\.io\/prom\/node-exporter:v1\.8\.2`\n\nThere already:\n\n- `docker\.io\/library\/redis:7`$/,
      ),
    ]);
    expect(await talk.text(PATH, BRANCH)).toBe(
      withTag.toSpliced(8, 0, "    - docker.io/prom/node-exporter:v1.8.2").join("\n"),
    );
    expect(opened()).toHaveLength(1);
    const pull = repository.pulls.all[0];
    expect(pull?.title).toBe("Mirror docker.io/library/redis:8 and more");
    expect(pull?.body).toMatch(
      /redis:8`[\s\S]*\n\nAlso, asked for by `@writer` in #1:\n\n- `docker\.io\/prom\/node-exporter:v1\.8\.2`$/,
    );
    expect(await talk.text(PATH)).toBe(CONFIG.join("\n"));

    const third = await talk.say(issue, ann, "/mirror add redis:8");
    expect(third.replies).toEqual([expect.stringMatching(/^Nothing to add: \[.*has it already\.$/)]);
    expect(opened()).toHaveLength(1);
  });

  it("in its own pull request adds to it, whose images can be brought there at once", async () => {
    const digests = ["1", "2"].map((tag) => house.stock("library/grown", tag));
    const { talk, issue, ann, repository } = await begin("grown");
    await talk.say(issue, ann, "/mirror add grown:1");
    const [pull] = repository.pulls.all;
    if (!pull) return expect.fail("there is no pull request");
    expect((await talk.say(pull, ann, "/mirror add grown:2")).reactions).toEqual([TAKEN, DONE]);
    expect(talk.checks("mirror / plan", pull.pull.headSha)).toMatchObject([
      { title: expect.stringMatching(/^Plan: 2 to copy/) },
    ]);
    const cat = talk.person("maintainer", "maintain");
    expect((await talk.say(pull, cat, "/mirror sync")).reactions).toEqual([TAKEN, DONE]);
    const brought = ["1", "2"].map((tag) => house.ghcr.store.manifest("acme/grown", tag)?.digest);
    expect(brought).toEqual(digests);
  });

  it("after the last one was merged, or closed, opens another one", async () => {
    const { talk, issue, ann, repository, opened } = await begin("next");
    await talk.say(issue, ann, "/mirror add redis:1");
    await repository.pulls.merge(repository.pulls.get(2), talk.admin);
    await house.settled();
    expect((await talk.say(issue, ann, "/mirror add redis:2")).replies).toEqual([
      expect.stringMatching(/^Opened /),
    ]);
    await repository.pulls.close(repository.pulls.get(3), talk.admin);
    expect((await talk.say(issue, ann, "/mirror add redis:3")).replies).toEqual([
      expect.stringMatching(/^Opened /),
    ]);
    expect(opened().map(({ title, state }) => [title, state])).toEqual([
      ["Mirror docker.io/library/redis:1", "closed"],
      ["Mirror docker.io/library/redis:2", "closed"],
      ["Mirror docker.io/library/redis:3", "open"],
    ]);
    const { head } = repository.pulls.get(4).pull;
    const text = await talk.text(PATH, head);
    expect(text).toContain("redis:1");
    expect(text).not.toContain("redis:2");
    expect(text).toContain("redis:3");
  });

  it("that a policy forbids is refused before anything is opened", async () => {
    const governed = "governed";
    house.github.createOrganization(governed);
    house.github.install(governed, "all");
    const POLICY = ".github/mirror-policy.yml";
    const policy = 'version: 1\nsources: { deny: ["docker.io/library/mysql"] }\n';
    await house.github.createRepository(governed, ".github", { files: { [POLICY]: policy } });
    const repository = await house.github.createRepository(governed, "tools", { files: { "README.md": "" } });
    await house.settled();
    const talk = new Conversation(house, repository);
    const issue = repository.openIssue("Databases");
    const heard = await talk.say(issue, talk.person("writer", "write"), "/mirror add postgres:17 mysql:8");
    expect(heard.reactions).toEqual([TAKEN, UNCLEAR]);
    expect(heard.replies).toEqual([expect.stringMatching(/^Nothing was changed\.\n/)]);
    expect(heard.replies[0]).toContain("mysql");
    expect(heard.replies[0]).toMatch(/mirror-policy\.yml:2 at [\da-f]{7}/);
    expect(heard.replies[0]).not.toContain("postgres");
    expect(repository.pulls.all).toEqual([]);
    expect(repository.git.branches().map(([name]) => name)).toEqual(["main"]);
    expect((await talk.say(issue, talk.admin, "/mirror add postgres:17")).reactions).toEqual([TAKEN, DONE]);
  });

  it("to a config that is wrong says what is wrong with it", async () => {
    const { talk, issue, ann, opened } = await begin("wrong", {
      [PATH]: "version: 1\nmirrors: [redis]\nx: 1\n",
    });
    const heard = await talk.say(issue, ann, "/mirror add redis:7");
    expect(heard.reactions).toEqual([TAKEN, UNCLEAR]);
    expect(heard.replies).toEqual([expect.stringMatching(/^`\.github\/mirror\.yml` cannot be added to\.\n/)]);
    expect(opened()).toEqual([]);
  });

  it("meets a push of somebody else to its branch, and adds to that", async () => {
    const { talk, issue, ann, repository } = await begin("raced");
    await talk.say(issue, ann, "/mirror add redis:1");
    let pushed = false;
    house.github.faults.add({
      when: ({ operation, repository: of }) =>
        operation === "repos/create-or-update-file-contents" && of === "acme/raced",
      act: {
        name: "a push in between",
        run: async (proceed) => {
          pushed = true;
          const text = `${await talk.text(PATH, BRANCH)}  - docker.io/library/redis:by-hand\n`;
          await repository.commit({ branch: BRANCH, files: { [PATH]: text } });
          return proceed();
        },
      },
    });
    const heard = await talk.say(issue, ann, "/mirror add redis:2");
    expect(pushed).toBe(true);
    expect(heard.reactions).toEqual([TAKEN, DONE]);
    expect(heard.replies).toHaveLength(1);
    const text = await talk.text(PATH, BRANCH);
    expect(text?.match(/redis:.*/g)).toEqual(["redis:1", "redis:by-hand", "redis:2"]);
    expect(repository.pulls.all).toHaveLength(1);
  });
});
