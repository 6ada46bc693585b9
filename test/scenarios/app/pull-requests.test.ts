import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { listen, writesOf } from "./listen.ts";
import { type House, openHouse } from "./open-house.ts";
import { propose } from "./propose.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const now = () => `${new Date(house.clock.now()).toISOString().slice(0, 19)}Z`;
/** The hidden line above the comment of a plan. */
const marker = () => `<!-- ghcr-mirror:${house.github.app.id}:plan -->`;
const plansOf = ({ id }: { readonly id: number }) =>
  house.rows<{ pull: number; head: string; comment: string }>(
    `select pull, head, comment from ghcr_mirror.plans where repository = ${id}`,
  );

/** A repository whose config has been applied. */
async function mirroring(name: string, ...mirrors: readonly string[]) {
  const repository = await house.repository(name);
  await house.apply(repository, ...mirrors);
  return repository;
}

describe("a pull request that leaves the config as it is", () => {
  it("gets no check run and no comment, at the price of four requests", async () => {
    house.stock("library/calm", "1");
    const repository = await mirroring("calm", "docker.io/library/calm:1");
    const asked = listen(house, repository);
    const { pull, checks, comments } = await propose(house, repository, { "README.md": "Better words" });
    expect(asked()).toEqual([
      "GET pulls/1",
      `GET compare/main...${pull.pull.headSha}`,
      "GET contents/.github",
      "GET contents/.github",
    ]);
    expect(checks()).toEqual([]);
    expect(comments()).toEqual([]);
    expect(await plansOf(repository)).toEqual([]);
  });

  it("in a repository without config neither", async () => {
    const repository = await house.repository("without");
    const asked = listen(house, repository);
    const { checks } = await propose(house, repository, { ".github/workflows/ci.yml": "on: push" });
    expect(asked()).toHaveLength(4);
    expect(checks()).toEqual([]);
  });

  it("is not blamed for what was merged into its base since it branched off", async () => {
    house.stock("library/calm", "2");
    const repository = await mirroring("behind", "docker.io/library/calm:1");
    const root = repository.git.branch("main") ?? "";
    await house.apply(repository, "docker.io/library/calm:1", "docker.io/library/calm:2");
    await repository.commit({ branch: "old", parent: root, files: { "README.md": "Words" } });
    const pull = await repository.openPullRequest({ title: "Words", head: "old" });
    await house.settled();
    expect(repository.checks.runsOf(pull.pull.headSha)).toEqual([]);
  });
});

describe("a pull request that adds an image", () => {
  it("is told on its head, on its line and in one comment what it would do; nothing is copied", async () => {
    const seven = house.stock("library/redis", "7");
    const eight = house.stock("library/redis", "8");
    const repository = await mirroring("mirrors", "docker.io/library/redis:7");
    house.ghcr.resetRequests();
    const pulls = house.hub.pulls;
    const asked = listen(house, repository);
    const config = configOf("docker.io/library/redis:7", "docker.io/library/redis:8");
    const { pull, check, checks, comments } = await propose(house, repository, config);
    const head = pull.pull.headSha;

    expect(checks()).toHaveLength(1);
    expect(check()).toMatchObject({
      status: "completed",
      conclusion: "success",
      title: "Plan: 1 to copy (3.4 kB, 1 Docker Hub pull), 1 up to date",
      externalId: expect.stringMatching(/^plan:1:[\da-f-]{36}$/),
    });
    const summary = [
      "3.4 kB to move, 1 pull from docker.io. Not everybody may see 1 image, taken to be as it was brought last. 76 of docker.io's 100 pulls in 6 h may be spent now, which is enough.",
      "",
      "### What this change does",
      "",
      "|  | source | destination | now → then | size | why |",
      "| --- | --- | --- | --- | --- | --- |",
      `| + | \`docker.io/library/redis:8\` | \`ghcr.io/acme/redis:8\` | none → \`${eight.slice(7, 19)}\` | 3.4 kB | new at the destination |`,
      "",
      "Takes effect after merge. Recompute: `/mirror plan` · mirror now for this pull request: `/mirror sync`",
      "",
      `Computed from \`.github/mirror.yml@${head.slice(0, 7)}\` at ${now()}.`,
    ].join("\n");
    expect(check().summary).toBe(summary);
    expect(check().text).toContain(`| \`ghcr.io/acme/redis:8@${eight}\` | \`linux/amd64\` |`);
    expect(check().text).toContain(`| \`docker.io/library/redis:7\` | \`ghcr.io/acme/redis:7@${seven}\` |`);
    expect(check().annotations).toEqual([
      {
        path: ".github/mirror.yml",
        start_line: 4,
        end_line: 4,
        annotation_level: "notice",
        title: "1 image to bring (3.4 kB)",
        message: "docker.io/library/redis:8 → ghcr.io/acme/redis:8",
      },
    ]);
    expect(check().actions.map(({ label }) => label)).toEqual(["Plan again", "Sync now"]);

    const [comment] = comments();
    expect(comments()).toHaveLength(1);
    expect(comment?.body).toBe([marker(), `### ${check().title}`, "", summary, "", check().text].join("\n"));
    expect(await plansOf(repository)).toEqual([{ pull: 1, head, comment: comment?.id }]);
    expect(writesOf(asked)).toEqual(["POST check-runs", "POST issues/1/comments"]);
    expect(asked().length).toBeLessThanOrEqual(15);

    // To look costs one pull at the source, and no more than looking at the destination.
    expect(house.hub.pulls - pulls).toBe(1);
    expect(house.ghcr.requests.filter(({ method }) => method !== "GET" && method !== "HEAD")).toEqual([]);
    expect(house.ghcr.store.tags("acme/redis")).toEqual(["7"]);
  });

  it.each(["public", "private"] as const)(
    "is told of what moves, from which digest to which, at a %s destination",
    async (visibility) => {
      const name = `moving-${visibility}`;
      const then = house.stock(`library/${name}`, "1");
      const repository = await mirroring(name, `docker.io/library/${name}:1`);
      house.ghcr.store.setVisibility(`acme/${name}`, visibility);
      const later = house.stock(`library/${name}`, "1", "a later build");
      const { check } = await propose(
        house,
        repository,
        configOf(`{ source: docker.io/library/${name}:1, on-change: backup }`),
      );
      expect(check().title).toMatch(/^Plan: 1 to update \(3\.4 kB, 1 Docker Hub pull\)$/);
      expect(check().summary).toContain(`\`${then.slice(7, 19)}\` → \`${later.slice(7, 19)}\``);
      expect(check().summary).toContain(`1-${then.slice(7, 19)}`);
      // Where nobody may look, what was brought last is believed, and that is said.
      expect(check().summary?.includes("Not everybody may see 1 image")).toBe(visibility === "private");
    },
  );

  it("is told anew on each head; the comment stays one, and is edited only where it says something else", async () => {
    for (const tag of ["1", "2", "3"]) house.stock("library/grown", tag);
    const repository = await mirroring("grown", "docker.io/library/grown:1");
    const two = configOf("docker.io/library/grown:1", "docker.io/library/grown:2");
    const { push, checks, check, comments } = await propose(house, repository, two);
    const [comment] = comments();
    const first = comment?.body;

    let asked = listen(house, repository);
    await push({ "README.md": "Nothing of the config" });
    expect(writesOf(asked)).toEqual(["POST check-runs"]);
    expect(checks()).toHaveLength(2);
    expect(checks()[1]?.title).toBe(checks()[0]?.title);
    expect(checks()[1]?.text).toBe(checks()[0]?.text);
    expect(comment?.body).toBe(first);

    asked = listen(house, repository);
    await push(
      configOf("docker.io/library/grown:1", "docker.io/library/grown:2", "docker.io/library/grown:3"),
    );
    expect(writesOf(asked)).toEqual(["POST check-runs", `PATCH issues/comments/${comment?.id}`]);
    expect(check().title).toMatch(/^Plan: 2 to copy/);
    expect(comments()).toEqual([comment]);
    expect(comment?.body).toContain(`### ${check().title}`);

    await push(configOf("docker.io/library/grown:1"));
    expect(comments()).toEqual([comment]);
    expect(comment?.body).toBe(`${marker()}\n### This pull request does not change the config any more`);
    expect(await plansOf(repository)).toEqual([]);
    await push({ "README.md": "Nor does this" });
    expect(checks()).toHaveLength(3);

    await push(two);
    expect(comments()).toEqual([comment]);
    expect(comment?.body).toContain("### Plan: 1 to copy");
  });

  it("is planned again when somebody presses a button, and says the same at no further pull", async () => {
    house.stock("library/again", "1");
    const repository = await house.repository("again");
    const { checks, check, comments } = await propose(
      house,
      repository,
      configOf("docker.io/library/again:1"),
    );
    const pulls = house.hub.pulls;
    const body = comments()[0]?.body;
    for (const press of [
      () => repository.pressAction(check().id, "plan"),
      () => repository.pressRerun(check().id),
      () => repository.rerequestSuite(check().suite.id),
    ]) {
      const asked = listen(house, repository);
      const before = check();
      press();
      await house.settled();
      expect(writesOf(asked)).toEqual(["POST check-runs"]);
      expect(check()).not.toBe(before);
      for (const part of ["title", "summary", "text", "conclusion", "annotations"] as const)
        expect(check()[part]).toEqual(before[part]);
    }
    expect(checks()).toHaveLength(4);
    expect(comments().map((comment) => comment.body)).toEqual([body]);
    expect(house.hub.pulls - pulls).toBe(0);
  });

  it("is not planned again for who may only look, or not even that", async () => {
    house.stock("library/again", "1");
    const repository = await house.repository("strict");
    const { checks, check } = await propose(house, repository, configOf("docker.io/library/again:1"));
    // The button needs no more than to read, and who may not even that has found a repository that is private by now.
    repository.isPrivate = true;
    repository.pressAction(check().id, "plan", house.github.createUser("passer-by"));
    await house.settled();
    expect(checks()).toHaveLength(1);
    repository.setRole("passer-by", "read");
    repository.pressAction(check().id, "plan", house.github.world.accounts.get("passer-by"));
    await house.settled();
    expect(checks()).toHaveLength(2);
    repository.pressAction(check().id, "sync", house.github.world.accounts.get("passer-by"));
    await house.settled();
    expect(house.ghcr.store.hasRepository("acme/again")).toBe(false);
  });

  it("writes nothing when it becomes ready, or a draft; is forgotten when it is closed and told in place when it is back", async () => {
    house.stock("library/draft", "1");
    const repository = await house.repository("draft");
    const config = configOf("docker.io/library/draft:1");
    const { pull, checks, comments } = await propose(house, repository, config, { isDraft: true });
    expect(checks()).toHaveLength(1);
    const asked = listen(house, repository);
    await repository.pulls.markReady(pull, repository.creator);
    await house.settled();
    await repository.pulls.convertToDraft(pull, repository.creator);
    await house.settled();
    expect(asked()).toEqual(["GET pulls/1", `GET compare/main...${pull.pull.headSha}`]);

    await repository.pulls.close(pull, repository.creator);
    await house.settled();
    expect(await plansOf(repository)).toEqual([]);
    await repository.pulls.reopen(pull, repository.creator);
    await house.settled();
    expect(checks()).toHaveLength(2);
    expect(comments()).toHaveLength(1);
    expect(await plansOf(repository)).toMatchObject([{ comment: comments()[0]?.id }]);
  });
});
