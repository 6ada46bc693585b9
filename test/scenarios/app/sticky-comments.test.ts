import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { listen, writesOf } from "./listen.ts";
import { type House, openHouse } from "./open-house.ts";
import { propose } from "./propose.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
  for (const tag of ["1", "2", "3"]) house.stock("library/redis", tag);
});
afterAll(() => house[Symbol.asyncDispose]());

const config = (...tags: readonly string[]) =>
  configOf(...tags.map((tag) => `docker.io/library/redis:${tag}`));
const marker = (app: number) => `<!-- ghcr-mirror:${app}:plan -->`;

/** A pull request that does not touch the config yet. */
async function open(name: string) {
  const repository = await house.repository(name);
  const proposed = await propose(house, repository, { "README.md": "To be continued" });
  const push = (...tags: readonly string[]) => proposed.push(config(...tags));
  return { repository, ...proposed, push };
}

describe("the comment of a plan", () => {
  it("is not mistaken for one that a person wrote with its marker, or another App", async () => {
    const { repository, pull, push, comments } = await open("forged");
    const forged = `${marker(house.github.app.id)}\n### Plan: nothing to do`;
    const stranger = house.github.createUser("forger");
    const other = house.github.registerApp("Some Other App");
    const theirs = [
      repository.comment(pull.number, stranger, forged),
      repository.comment(pull.number, other.bot, forged),
    ];
    // In the name of a person, through the App itself: this is the person's word.
    theirs.push(repository.comment(pull.number, stranger, forged, house.github.world.app));
    await house.settled();
    await push("1");
    await push("1", "2");
    expect(theirs.map(({ body }) => body)).toEqual([forged, forged, forged]);
    expect(comments()).toHaveLength(1);
    expect(comments()[0]?.body).toContain("### Plan: 2 to copy");
  });

  it("stands beside that of another deployment, and each keeps its own", async () => {
    const { repository, pull, push, comments } = await open("two-deployments");
    const staging = house.github.registerApp("ghcr-mirror staging");
    const text = `${marker(staging.id)}\n### Plan: 1 to copy`;
    const theirs = repository.comment(pull.number, staging.bot, text);
    await house.settled();
    await push("1");
    await push("1", "2");
    expect(theirs.body).toBe(text);
    expect(comments()).toHaveLength(1);
    expect(comments()[0]?.body.startsWith(marker(house.github.app.id))).toBe(true);
  });

  it("that a person deleted stays deleted, and no other one is written", async () => {
    const { repository, push, check, comments } = await open("deleted");
    await push("1");
    const [comment] = comments();
    if (comment) repository.issues.deleteComment(comment, repository.creator);
    await house.settled();
    const asked = listen(house, repository);
    await push("1", "2");
    expect(check().title).toMatch(/^Plan: 2 to copy/);
    expect(comments()).toEqual([]);
    expect(writesOf(asked)).toEqual(["POST check-runs", `PATCH issues/comments/${comment?.id}`]);
    await push("1", "2", "3");
    expect(comments()).toEqual([]);
  });

  it("that a person changed is left alone until there is news, and says that then", async () => {
    const { repository, push, check, comments } = await open("changed");
    await push("1");
    const [comment] = comments();
    if (comment) repository.issues.changeComment(comment, "I know better", repository.creator);
    await house.settled();
    repository.pressAction(check().id, "plan");
    await house.settled();
    expect(comments()[0]?.body).toBe("I know better");
    await push("1", "2");
    expect(comments()).toHaveLength(1);
    expect(comments()[0]?.body).toContain("### Plan: 2 to copy");
  });

  it("is found again among hundreds of others by a process that does not know of it", async () => {
    const { repository, pull, push, comments } = await open("hundreds");
    for (let at = 0; at < 120; at++) repository.comment(pull.number, repository.creator, `+${at}`);
    await push("1");
    await repository.pulls.close(pull, repository.creator);
    await house.settled();
    await repository.pulls.reopen(pull, repository.creator);
    await house.settled();
    await push("1", "2");
    expect(comments()).toHaveLength(1);
    expect(comments()[0]?.body).toContain("### Plan: 2 to copy");
  });
});
