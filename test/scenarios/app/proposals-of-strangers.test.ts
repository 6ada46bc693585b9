import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Files } from "../../../sandbox/github/repositories/git/file-content.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { Account } from "../../../sandbox/github/world.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { configOf, textOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";
import { told } from "./propose.ts";

const POLICY = ".github/mirror-policy.yml";

let house: House;
let stranger: Account;
beforeAll(async () => {
  house = await openHouse();
  stranger = house.github.createUser("stranger");
  await house.github.createRepository("acme", ".github", {
    files: { [POLICY]: 'version: 1\nsources: { deny: ["docker.io/library/forbidden"] }\n' },
  });
  await house.settled();
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(() => {
  house.hub.resetRequests();
  house.ghcr.resetRequests();
});

/** A pull request from a fork in which the stranger has committed these files. */
async function proposeFromFork(repository: Repository, files: Files) {
  const fork = await repository.fork(stranger);
  await fork.commit({ branch: "topic", files, author: stranger });
  const pull = await repository.openPullRequest({ title: "Please", head: "stranger:topic" }, stranger);
  await house.settled();
  return { fork, pull, ...told(house, repository, pull) };
}

/** Whoever showed anything to a registry. */
function shown(): readonly string[] {
  return [house.hub, house.ghcr].flatMap(({ requests }) =>
    requests.flatMap(({ authorization }) => (authorization ? [authorization] : [])),
  );
}

/** Tokens that extend to packages. */
const packageTokens = () =>
  house.github.requests.filter(({ body }) => JSON.stringify(body ?? "").includes('"packages"')).length;

describe("a pull request from a fork", () => {
  it("is planned on its head by what everybody may see, with no token of ours", async () => {
    house.stock("library/redis", "7");
    const repository = await house.repository("open");
    const tokens = packageTokens();
    const { fork, pull, check, comments } = await proposeFromFork(
      repository,
      configOf("docker.io/library/redis:7"),
    );
    const head = fork.git.branch("topic") ?? "";
    expect(pull.pull.headSha).toBe(head);
    expect(check()).toMatchObject({
      headSha: head,
      conclusion: "success",
      title: "Plan: 1 to copy (3.4 kB, 1 Docker Hub pull)",
      annotations: [{ start_line: 3 }],
    });
    expect(check().actions.map(({ identifier }) => identifier)).toEqual(["plan"]);
    expect(comments()).toHaveLength(1);
    expect(comments()[0]?.body).toContain(`mirror now for this pull request: \`/mirror sync ${head}\``);
    expect(packageTokens()).toBe(tokens);
    expect(shown().filter((authorization) => authorization.startsWith("Basic "))).toEqual([]);
    // The fork has nothing of ours.
    expect(fork.checks.runsOf(head)).toEqual([]);
  });

  it("learns nothing about private images of the organization, neither from the destination nor as a source", async () => {
    house.stock("library/known", "1");
    house.stock("library/unknown", "1", "library/known:1");
    const secret = generateImage({ seed: "secret" });
    const { digest } = pushImage(house.ghcr.store, "acme/known", "1", secret);
    pushImage(house.ghcr.store, "acme/vault", "1", secret);
    const plan = async (name: string, ...mirrors: readonly string[]) => {
      const { check, comments } = await proposeFromFork(await house.repository(name), configOf(...mirrors));
      const { title, summary, text, annotations } = check();
      return { title, texts: [summary, text, JSON.stringify(annotations), comments()[0]?.body].join("\n") };
    };
    const there = await plan("private-there", "docker.io/library/known:1", "ghcr.io/acme/vault:1");
    const absent = await plan("private-absent", "docker.io/library/unknown:1", "ghcr.io/acme/no-vault:1");
    expect(there.title).toMatch(/^Plan: 1 to copy .* 1 would fail$/);
    expect(absent.title).toBe(there.title);
    expect(there.texts).toContain("what is in a private package counts as not there.");
    const neutral = (texts: string) =>
      texts
        .replaceAll("library/unknown", "library/known")
        .replaceAll("acme/unknown", "acme/known")
        .replaceAll("no-vault", "vault")
        .replace(/\b(?:[\da-f]{7}|[\da-f]{40})\b/g, "commit");
    expect(neutral(absent.texts)).toBe(neutral(there.texts));
    expect(there.texts).not.toContain(digest.slice(7, 19));
  });

  it("does not learn what was brought, as a member does", async () => {
    const digest = house.stock("library/brought", "1.0");
    const repository = await house.repository("brought");
    await house.apply(repository, "{ source: docker.io/library/brought, tags: ['1.*'] }");
    const files = configOf("{ source: docker.io/library/brought, tags: ['1.*'], on-change: replace }");
    const { check } = await proposeFromFork(repository, files);
    expect(check().title).toMatch(/^Plan: 1 to copy/);
    await repository.commit({ branch: "inside", files });
    const inside = await repository.openPullRequest({ title: "Inside", head: "inside" });
    await house.settled();
    expect(told(house, repository, inside).check().title).toBe("Plan: nothing to do, 1 up to date");
    expect(told(house, repository, inside).check().text).toContain(digest);
  });

  it("is told of what it takes away by the names in the config, not by the tags that were found", async () => {
    house.stock("library/globbed", "1.17");
    const repository = await house.repository("globbed");
    await house.apply(repository, "{ source: docker.io/library/globbed, tags: ['1.*'] }");
    const { check } = await proposeFromFork(repository, { ".github/mirror.yml": null });
    expect(check().summary).toContain("`docker.io/library/globbed:1.*`");
    expect(check().summary).not.toContain("1.17");
  });

  it("is held against the schema and the policies", async () => {
    const wrong = await proposeFromFork(
      await house.repository("wrong"),
      configOf("docker.io/library/Wrong:1"),
    );
    expect(wrong.check()).toMatchObject({ conclusion: "failure", annotations: [{ start_line: 3 }] });
    house.stock("library/forbidden", "1");
    const forbidden = await proposeFromFork(
      await house.repository("forbidden"),
      configOf("docker.io/library/forbidden:1"),
    );
    expect(forbidden.check()).toMatchObject({ conclusion: "failure", title: "Plan: 1 forbidden" });
    expect(forbidden.check().summary).toContain(`acme/.github: ${POLICY}:2`);
    expect(house.hub.requests).toEqual([]);
  });

  it("cannot send the App to where no image of the public is", async () => {
    const repository = await house.repository("inward");
    const { check } = await proposeFromFork(
      repository,
      configOf("169.254.169.254:80/latest/meta-data:1", "localhost:5000/inward/image:1"),
    );
    expect(check()).toMatchObject({ conclusion: "failure" });
    expect(house.hub.requests).toEqual([]);
    expect(house.ghcr.store.repositories()).not.toContain("acme/meta-data");
  });

  it("cannot allow itself anything by a policy of its own, and nothing is looked up for it", async () => {
    house.stock("library/forbidden", "1");
    const repository = await house.repository("self-made");
    const { check } = await proposeFromFork(repository, {
      [POLICY]: 'version: 1\nsources: { allow: ["docker.io/library/forbidden"] }\n',
      ...configOf("docker.io/library/forbidden:1"),
    });
    expect(check()).toMatchObject({ conclusion: "failure", title: expect.stringContaining("1 forbidden") });
    const governing = house.github.world.findRepository("acme", ".github") ?? expect.fail("nobody governs");
    const ofPolicy = await proposeFromFork(governing, { [POLICY]: "version: 1\n" });
    expect(ofPolicy.check()).toMatchObject({ conclusion: "success", title: "Policy: it can be read" });
  });

  it("is not planned again for the stranger, and not mirrored by them", async () => {
    house.stock("library/mine", "1");
    const repository = await house.repository("buttons");
    const { pull, check } = await proposeFromFork(repository, configOf("docker.io/library/mine:1"));
    const first = check();
    repository.pressAction(first.id, "plan", stranger);
    const comment = repository.comment(pull.number, stranger, `/mirror sync ${pull.pull.headSha}`);
    await house.settled();
    expect(check()).toBe(first);
    expect(comment.reactions.map(({ content }) => content)).toEqual(["-1"]);
    expect(house.ghcr.store.hasRepository("acme/mine")).toBe(false);
    repository.pressAction(first.id, "plan");
    await house.settled();
    expect(check()).not.toBe(first);
    expect(check().summary).toBe(first.summary);
  });

  it("that is gone can still be planned; its commits stay", async () => {
    house.stock("library/orphan", "1");
    const repository = await house.repository("orphaned");
    const { fork, check } = await proposeFromFork(repository, configOf("docker.io/library/orphan:1"));
    await fork.delete(stranger);
    const first = check();
    repository.pressAction(first.id, "plan");
    await house.settled();
    expect(check()).not.toBe(first);
    expect(check().title).toBe(first.title);
  });

  it("pushes again, and is told on the new head, in the same comment", async () => {
    for (const tag of ["1", "2"]) house.stock("library/pushed", tag);
    const repository = await house.repository("pushed");
    const { fork, check, comments } = await proposeFromFork(
      repository,
      configOf("docker.io/library/pushed:1"),
    );
    const [comment] = comments();
    const sha = await fork.commit({
      branch: "topic",
      author: stranger,
      files: { ".github/mirror.yml": textOf("docker.io/library/pushed:1", "docker.io/library/pushed:2") },
    });
    await house.settled();
    expect(check()).toMatchObject({ headSha: sha, title: expect.stringMatching(/^Plan: 2 to copy/) });
    expect(comments()).toEqual([comment]);
    expect(comment?.body).toContain(`/mirror sync ${sha}`);
  });
});
