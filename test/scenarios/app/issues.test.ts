import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configOf, textOf } from "./config-of.ts";
import { TAKEN } from "./conversation.ts";
import { type House, openHouse } from "./open-house.ts";
import { TendedRepository } from "./tended-repository.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

/** A repository whose mirrors are images of Docker Hub, some of which do not exist. */
async function tend(name: string, ...tags: readonly string[]): Promise<TendedRepository> {
  const mirror = new TendedRepository(house, await house.repository(name));
  await mirror.push(configText(name, ...tags));
  return mirror;
}

const configText = (name: string, ...tags: readonly string[]) =>
  textOf(...tags.map((tag) => `docker.io/library/${name}:${tag}`));

/** One whose runs fail so many times, of which the config's push is the first. */
async function failing(name: string, failures: number, ...tags: readonly string[]) {
  const mirror = await tend(name, ...(tags.length > 0 ? tags : ["1"]));
  await mirror.rerun(failures - 1);
  return mirror;
}

/** Lets time go by, and the sweep that is due then come to its end. */
async function wait(milliseconds: number): Promise<void> {
  house.clock.advance(milliseconds);
  await house.sweep();
  await house.settled();
}

/** How often the bot has done something to issues of a repository. */
const asked = ({ repository }: TendedRepository, method: string, end: RegExp) =>
  house.github.requests.filter(
    (request) =>
      request.method === method && request.repository === repository.fullName && end.test(request.path),
  ).length;

describe("a failure that lasts", () => {
  it("is told in an issue when three runs have failed", async () => {
    const mirror = await failing("three", 2);
    expect(mirror.issues).toEqual([]);
    const check = await mirror.rerun();
    const { title, body = "", state, comments } = mirror.issue;
    const day = new Date(house.clock.now()).toISOString().slice(0, 10);
    expect(title).toBe(`Mirror: 1 image fails since ${day}`);
    expect(state).toBe("open");
    expect(comments).toEqual([]);
    expect(body.split("\n")[0]).toBe(mirror.marker("trouble"));
    expect(body).toMatch(/^1 image fails\. Runs have failed since \S+, 3 in a row\.$/m);
    expect(body).toContain("`docker.io/library/three:1` → `ghcr.io/acme/three:1`: failed at the source");
    expect(body).toContain("`cannot look up docker.io/library/three:1: HEAD");
    expect(body).toContain(`/runs/${check.id}`);
    expect(body.match(/Synced: 1 failed/g)).toHaveLength(3);
    expect(body).toContain("comment `/mirror retry`");
  });

  it("or when it is a day old, however few runs there were", async () => {
    const mirror = await failing("day", 1);
    await wait(23 * HOUR);
    expect(mirror.issues).toEqual([]);
    await wait(HOUR);
    // The push's, the one that was due in the meantime, and perhaps the next.
    expect(mirror.issue.body).toMatch(/, [23] in a row\./);
  });

  it("is edited in place", async () => {
    const mirror = await failing("place", 3);
    const { number } = mirror.issue;
    await mirror.rerun(2);
    expect(mirror.issue).toMatchObject({ number, comments: [], body: expect.stringContaining("5 in a row") });
    expect(asked(mirror, "POST", /\/issues$/)).toBe(1);
  });

  it("is commented on when other images fail, and no more than once a day", async () => {
    const mirror = await failing("change", 3);
    await mirror.push(configText("change", "1", "2"));
    expect(mirror.issue.body).toContain("2 images fail.");
    expect(mirror.issue.title).toMatch(/^Mirror: 2 images fail since/);
    expect(mirror.comments()).toEqual([]);
    house.clock.advance(DAY);
    await mirror.rerun();
    expect(mirror.comments()).toEqual([expect.stringContaining("What fails has changed. 2 images fail.")]);
    await mirror.push(configText("change", "3"));
    await mirror.rerun();
    expect(mirror.comments()).toHaveLength(1);
    house.clock.advance(DAY);
    await mirror.rerun(2);
    expect(mirror.comments()).toHaveLength(2);
    house.clock.advance(3 * DAY);
    await mirror.rerun(2);
    expect(mirror.comments()).toHaveLength(2);
    expect(mirror.issue.body).toContain("library/change:3");
  });

  it("is over when all is well: its issue is closed, and says so", async () => {
    const mirror = await failing("well", 3);
    house.stock("library/well", "1");
    const check = await mirror.rerun();
    expect(mirror.issue).toMatchObject({ state: "closed", comments: [] });
    expect(mirror.issue.body).toContain("All is well again: [Synced: 1 copied");
    expect(mirror.issue.body).toContain(`/runs/${check.id}`);
    await mirror.rerun();
    expect(asked(mirror, "PATCH", /\/issues\/\d+$/)).toBe(1);
  });

  it("is over also when only what failed was tried again, by `/mirror retry`", async () => {
    house.stock("library/retried", "1");
    const mirror = await failing("retried", 3, "1", "2", "3");
    house.stock("library/retried", "2");
    house.stock("library/retried", "3");
    house.hub.resetRequests();
    const { conversation, issue } = mirror;
    const maintainer = conversation.person("mel", "maintain");
    const { reactions } = await conversation.say(issue, maintainer, "/mirror retry");
    expect(reactions[0]).toBe(TAKEN);
    const run = (await conversation.runs()).at(-1);
    expect(run).toMatchObject({
      reason: "command",
      scope: ["docker.io/library/retried:2", "docker.io/library/retried:3"],
      conclusion: "success",
    });
    expect(house.hub.requests.filter(({ path }) => path.endsWith("/manifests/1"))).toEqual([]);
    expect(mirror.issue.state).toBe("closed");
  });

  it("is not over when a part of it is", async () => {
    const mirror = await failing("parts", 3, "1", "2");
    house.stock("library/parts", "1");
    const { conversation, issue } = mirror;
    await conversation.say(issue, conversation.person("mel", "maintain"), "/mirror retry");
    expect(mirror.issue.state).toBe("open");
    expect(mirror.issue.body).toContain("1 image fails, and 1 is as wanted.");
  });

  it("has its issue reopened when it comes back, and no second one", async () => {
    const mirror = await failing("again", 3);
    const { number } = mirror.issue;
    house.stock("library/again", "1");
    await mirror.rerun();
    await mirror.push(configText("again", "1", "2"));
    await mirror.rerun();
    expect(mirror.issue.state).toBe("closed");
    await mirror.rerun();
    expect(mirror.issue).toMatchObject({ number, state: "open", comments: [] });
    expect(mirror.issue.body).toContain("3 in a row");
  });

  it("is told of a config that is wrong, too", async () => {
    house.stock("library/wrong", "1");
    const mirror = await tend("wrong", "1");
    await mirror.push("version: 1\nmirrors:\n  - docker.io/library/Wrong:1\n");
    await mirror.rerun(2);
    expect(mirror.issue.title).toMatch(/^Mirror: \.github\/mirror\.yml is wrong since/);
    expect(mirror.issue.body).toContain("`.github/mirror.yml` is wrong, and nothing is copied");
    expect(mirror.issue.body).toContain("Push a corrected file");
    await mirror.push(configText("wrong", "1"));
    expect(mirror.issue.state).toBe("closed");
  });

  it("is closed when there is no config any longer", async () => {
    const mirror = await failing("gone", 3);
    await mirror.repository.commit({ files: { ".github/mirror.yml": null } });
    await house.settled();
    expect(mirror.issue).toMatchObject({
      state: "closed",
      body: expect.stringContaining("there is no `.github/mirror.yml` any longer"),
    });
  });
});

describe("`report.issue: never`", () => {
  const NEVER = "report: { issue: never }\n";

  it("keeps it silent", async () => {
    const mirror = new TendedRepository(house, await house.repository("never"));
    await mirror.push(configText("never", "1") + NEVER);
    await mirror.rerun(3);
    await wait(2 * DAY);
    expect(mirror.issues).toEqual([]);
  });

  it("closes an issue that is open", async () => {
    const mirror = await failing("never-more", 3);
    await mirror.push(configText("never-more", "1") + NEVER);
    expect(mirror.issue.state).toBe("closed");
    expect(mirror.issue.body).toContain("Closed because `.github/mirror.yml` says `report.issue: never`");
    await mirror.rerun(3);
    expect(mirror.issue).toMatchObject({ state: "closed", comments: [] });
  });
});

describe("the issue about a failure is in the hands of people", () => {
  it("who forge its marker: theirs is left alone", async () => {
    const mirror = await tend("forged", "1");
    const stranger = house.github.createUser("forger");
    const other = house.github.registerApp("mirror of others").bot;
    const forged = [stranger, other].map((who) =>
      mirror.repository.openIssue("Mirror: 1 image fails", `${mirror.marker("trouble")}\nMine`, who),
    );
    await mirror.rerun(2);
    expect(mirror.issue.body).toContain("3 in a row");
    house.stock("library/forged", "1");
    await mirror.rerun();
    expect(mirror.issue.state).toBe("closed");
    const untouched = { body: `${mirror.marker("trouble")}\nMine`, state: "open", comments: [] };
    for (const theirs of forged) expect(theirs).toMatchObject(untouched);
  });

  it("who delete it: a day later it is opened anew, if it still fails", async () => {
    const mirror = await failing("deleted", 3);
    mirror.repository.issues.delete(mirror.issue, mirror.repository.creator);
    await house.settled();
    await mirror.rerun(3);
    expect(mirror.issues).toEqual([]);
    house.clock.advance(DAY);
    await mirror.rerun();
    expect(mirror.issue.body).toContain("7 in a row");
  });

  it("who delete it: nothing is missed when all is well", async () => {
    const mirror = await failing("deleted-well", 3);
    mirror.repository.issues.delete(mirror.issue, mirror.repository.creator);
    house.stock("library/deleted-well", "1");
    expect(await mirror.rerun()).toMatchObject({ conclusion: "success" });
    expect(mirror.issues).toEqual([]);
  });

  it("who empty it or rename it: it is written anew", async () => {
    const mirror = await failing("emptied", 3);
    const { title, body } = mirror.issue;
    await mirror.edit(mirror.issue, { body: "", title: "Boo" });
    expect(mirror.issue).toMatchObject({ title, body });
  });

  it("who close it: it stays closed until the next failure that lasts", async () => {
    const mirror = await failing("closed", 3);
    await mirror.edit(mirror.issue, { state: "closed" });
    const { updatedAt } = mirror.issue;
    await mirror.rerun(2);
    house.clock.advance(2 * DAY);
    await mirror.rerun();
    expect(mirror.issue).toMatchObject({ state: "closed", updatedAt, comments: [] });
    house.stock("library/closed", "1");
    await mirror.rerun();
    await mirror.push(configText("closed", "2"));
    await mirror.rerun(2);
    expect(mirror.issue.state).toBe("open");
  });

  it("who turn issues off: runs go on, and it is opened when issues are back", async () => {
    const mirror = await tend("disabled", "1");
    mirror.repository.hasIssues = false;
    expect(await mirror.rerun(2)).toMatchObject({ status: "completed", conclusion: "failure" });
    expect(await house.rows("select 1 from ghcr_mirror.errands")).toEqual([]);
    mirror.repository.hasIssues = true;
    expect(mirror.issues).toEqual([]);
    await mirror.rerun();
    expect(mirror.issue.body).toContain("4 in a row");
  });

  it("who lock it: it is kept up to date, without a comment, and closed", async () => {
    const mirror = await failing("locked", 3);
    await mirror.repository.issues.lock(mirror.issue, mirror.repository.creator);
    house.clock.advance(DAY);
    await mirror.push(configText("locked", "1", "2"));
    expect(mirror.issue.body).toContain("2 images fail.");
    expect(mirror.comments()).toEqual([]);
    for (const tag of ["1", "2"]) house.stock("library/locked", tag);
    await mirror.rerun();
    expect(mirror.issue.state).toBe("closed");
  });

  it("who archive the repository: nothing is said", async () => {
    const mirror = await failing("archived", 1);
    mirror.repository.archive();
    await wait(DAY);
    expect(mirror.issues).toEqual([]);
  });
});

it("a run that fails for a pull request opens nothing", async () => {
  house.stock("library/proposed", "1");
  const mirror = await tend("proposed", "1");
  const { conversation, repository } = mirror;
  await repository.commit({ branch: "topic", files: configOf("docker.io/library/proposed:2") });
  const pull = await repository.openPullRequest({ title: "More", head: "topic" });
  await house.settled();
  for (let time = 0; time < 3; time += 1) await conversation.say(pull, conversation.admin, "/mirror sync");
  const runs = (await conversation.runs()).filter(({ pull }) => pull !== null);
  expect(runs.map(({ conclusion }) => conclusion)).toEqual(["failure", "failure", "failure"]);
  expect(mirror.issues).toEqual([]);
});
