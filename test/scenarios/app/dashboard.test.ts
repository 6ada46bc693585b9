import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { before, status } from "../../../sandbox/github/fault-acts.ts";
import type { RecordedRequest } from "../../../sandbox/github/recorded-request.ts";
import type { Account } from "../../../sandbox/github/world.ts";
import type { Box } from "../../../src/jobs/errand.ts";
import { textOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";
import { TendedRepository } from "./tended-repository.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());
afterEach(() => expect(house.github.faults.pending).toEqual([]));

/** A config with a dashboard. */
const withDashboard = (...mirrors: readonly string[]) =>
  `${textOf(...mirrors)}report: { issue: dashboard }\n`;

/** A repository with one image that is mirrored, and its dashboard. */
async function tend(name: string): Promise<TendedRepository> {
  house.stock(`library/${name}`, "1");
  const mirror = new TendedRepository(house, await house.repository(name));
  await mirror.push(withDashboard(`docker.io/library/${name}:1`));
  return mirror;
}

/** A body with a box ticked, as a click does it. */
const tick = (body: string | undefined, box: Box) =>
  (body ?? "").replace(`- [ ] <!-- box:${box} -->`, `- [x] <!-- box:${box} -->`);

/** Somebody ticks a box of the dashboard, and everything comes to its end. */
async function click(mirror: TendedRepository, box: Box, who: Account) {
  await mirror.edit(mirror.issue, { body: tick(mirror.issue.body, box) }, who);
}

const ticked = ({ issue: { body = "" } }: TendedRepository) =>
  [...body.matchAll(/- \[x\] <!-- box:(\w+) -->/g)].map(([, box]) => box);

/** What runs of a repository people have asked for. */
async function asked({ conversation }: TendedRepository) {
  const runs = await conversation.runs();
  return runs.filter(({ asker }) => asker).map(({ asker, scope, conclusion }) => [asker, scope, conclusion]);
}

describe("the dashboard", () => {
  it("is for those who ask for one", async () => {
    house.stock("library/silent", "1");
    const mirror = new TendedRepository(house, await house.repository("silent"));
    await mirror.push(textOf("docker.io/library/silent:1"));
    expect(mirror.issues).toEqual([]);
  });

  it("has its controls above the list of images", async () => {
    const mirror = await tend("controls");
    const { title, body = "", state } = mirror.issue;
    expect([title, state]).toEqual(["Mirror dashboard", "open"]);
    expect(body.startsWith(`${mirror.marker("dashboard")}\n**1 as wanted**`)).toBe(true);
    const order = ["sync", "retry", "plan", "verify"].map((box) => body.indexOf(`- [ ] <!-- box:${box} -->`));
    order.push(body.indexOf("### How it stands"), body.indexOf("<summary>1 image</summary>"));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
    const head = mirror.conversation.head.slice(0, 7);
    expect(body).toContain(`\`.github/mirror.yml@${head}\``);
    expect(body).toMatch(/- last run: \[Synced: 1 copied \(.*published by the App/);
    expect(body).toContain("| `docker.io/library/controls:1` | `ghcr.io/acme/controls:1@sha256:");
  });

  it("is edited in place, and tells what fails, of which there is an issue as well when it lasts", async () => {
    const mirror = await tend("place");
    const { number } = mirror.issue;
    await mirror.push(withDashboard("docker.io/library/place:1", "docker.io/library/place:2"));
    expect(mirror.issue).toMatchObject({ number, comments: [] });
    expect(mirror.issue.body).toContain("**1 image fails, 1 as wanted**");
    await mirror.rerun(2);
    expect(mirror.issues.map(({ title }) => title)).toEqual([
      "Mirror dashboard",
      expect.stringMatching(/^Mirror: 1 image fails since/),
    ]);
  });

  it("stays while the config is wrong, and says so", async () => {
    const mirror = await tend("wrong");
    await mirror.push("version: 1\nmirrors: [docker.io/library/Wrong:1]\n");
    expect(mirror.issue.state).toBe("open");
    expect(mirror.issue.body).toContain("**1 problem in `.github/mirror.yml`, 1 as wanted**");
  });

  it("is closed when it is turned off, and the same one reopened when it is turned on", async () => {
    const mirror = await tend("off");
    const { number } = mirror.issue;
    await mirror.push(textOf("docker.io/library/off:1", "docker.io/library/off:1-none"));
    expect(mirror.issue.state).toBe("closed");
    expect(mirror.issue.body).toContain("does not say `report.issue: dashboard` any longer");
    await mirror.push(withDashboard("docker.io/library/off:1"));
    expect(mirror.issue).toMatchObject({ number, state: "open", comments: [] });
    expect(mirror.issue.body).toContain("box:sync");
  });
});

describe("a tick", () => {
  it("of a maintainer is done, and undone", async () => {
    const mirror = await tend("ticked");
    const moved = house.stock("library/ticked", "1", "moved");
    const maintainer = mirror.conversation.person("mel", "maintain");
    await click(mirror, "sync", maintainer);
    expect(house.ghcr.store.manifest("acme/ticked", "1")?.digest).toBe(moved);
    expect(await asked(mirror)).toEqual([["mel", [], "success"]]);
    expect(ticked(mirror)).toEqual([]);
    expect(mirror.issue.body).toContain("[Synced: 1 updated");
    expect(mirror.comments()).toEqual([]);
  });

  it("tries again what failed, and nothing else", async () => {
    const mirror = await tend("retried");
    await mirror.push(withDashboard("docker.io/library/retried:1", "docker.io/library/retried:2"));
    house.stock("library/retried", "2");
    await click(mirror, "retry", mirror.conversation.person("mel", "maintain"));
    expect(await asked(mirror)).toEqual([["mel", ["docker.io/library/retried:2"], "success"]]);
    expect(mirror.issue.body).toContain("**2 as wanted**");
  });

  it("for a plan is answered on the newest commit, for a verification in a comment", async () => {
    const mirror = await tend("looked-at");
    house.stock("library/looked-at", "1", "moved");
    const writer = mirror.conversation.person("wil", "write");
    await click(mirror, "plan", writer);
    const [plan] = mirror.conversation.checks("mirror / plan");
    expect(plan).toMatchObject({ status: "completed", title: expect.stringContaining("1 to update") });
    await click(mirror, "verify", writer);
    expect(mirror.comments()).toEqual([expect.stringContaining("ghcr.io/acme/looked-at:1")]);
    expect(ticked(mirror)).toEqual([]);
    expect(await asked(mirror)).toEqual([]);
  });

  it.each([
    ["a stranger", undefined],
    ["somebody who may write, and no more", "write"],
  ] as const)("of %s is undone without a word", async (who, role) => {
    const name = `undone-${role ?? "stranger"}`;
    const mirror = await tend(name);
    const { conversation, issue } = mirror;
    const former = issue.body;
    await click(mirror, "sync", conversation.person(who.replaceAll(/[^a-z]/g, "-"), role));
    expect(await asked(mirror)).toEqual([]);
    expect(mirror.comments()).toEqual([]);
    expect(mirror.issue.body).toBe(former);
  });

  it("is undone where GitHub does not say what somebody may do", async () => {
    const mirror = await tend("unsaid");
    const maintainer = mirror.conversation.person("mel", "maintain");
    const when = ({ path }: RecordedRequest) => path.endsWith("/permission");
    house.github.faults.add({ when, act: status(500) });
    await click(mirror, "sync", maintainer);
    expect([await asked(mirror), ticked(mirror)]).toEqual([[], []]);
  });

  it("counts for whoever made it: nobody's is done in the name of another", async () => {
    const mirror = await tend("two");
    const { conversation, issue, repository } = mirror;
    const [maintainer, reader] = [conversation.person("mel", "maintain"), conversation.person("rea", "read")];
    await repository.issues.change(issue, { body: tick(issue.body, "plan") }, maintainer);
    await repository.issues.change(issue, { body: tick(issue.body, "sync") }, reader);
    await house.settled();
    expect([await asked(mirror), ticked(mirror)]).toEqual([[], []]);
    expect(conversation.checks("mirror / plan")).toHaveLength(1);
  });

  it.each([
    ["before the body is fetched again", (path: string) => path.endsWith("/issues/1"), "GET"],
    ["after it, and is written over", (path: string) => path.endsWith("/issues/1"), "PATCH"],
  ] as const)("is done that is made while a run writes the dashboard, %s", async (_, isIt, method) => {
    const mirror = await tend(`meanwhile-${method.toLowerCase()}`);
    const { conversation, issue, repository } = mirror;
    const maintainer = conversation.person("mel", "maintain");
    house.github.faults.add({
      when: ({ method: asked, path }) => asked === method && path.includes(repository.fullName) && isIt(path),
      act: before(() => repository.issues.change(issue, { body: tick(issue.body, "sync") }, maintainer)),
    });
    house.stock(`library/${repository.name}`, "1", "moved");
    await mirror.rerun();
    expect(await asked(mirror)).toEqual([["mel", [], "neutral"]]);
    expect(ticked(mirror)).toEqual([]);
    expect(mirror.issue.body).toContain("[Nothing to do: 1 up to date]");
  });
});

describe("the dashboard is in the hands of people", () => {
  it("who empty it: it is written anew", async () => {
    const mirror = await tend("emptied");
    const { body, number } = mirror.issue;
    await mirror.edit(mirror.issue, { body: "" });
    expect(mirror.issue).toMatchObject({ number, body });
  });

  it("who empty it while the bot is away: the next run finds and writes it", async () => {
    const mirror = await tend("emptied-unheard");
    const { number } = mirror.issue;
    house.github.hooks.faults.add({ when: ({ event }) => event === "issues", fault: { kind: "lose" } });
    await mirror.edit(mirror.issue, { body: "" });
    expect(mirror.issue.body).toBe("");
    await mirror.rerun();
    expect(mirror.issue).toMatchObject({ number, body: expect.stringContaining("box:sync") });
  });

  it("who delete it: another one is opened", async () => {
    const mirror = await tend("deleted");
    const { body } = mirror.issue;
    mirror.repository.issues.delete(mirror.issue, mirror.repository.creator);
    await house.settled();
    expect(mirror.issue).toMatchObject({ number: 2, body, state: "open" });
  });

  it("who close it: it stays closed, and up to date", async () => {
    const mirror = await tend("closed");
    await mirror.edit(mirror.issue, { state: "closed" });
    await mirror.push(withDashboard("docker.io/library/closed:1", "docker.io/library/closed:2"));
    expect(mirror.issue.state).toBe("closed");
    expect(mirror.issue.body).toContain("**1 image fails, 1 as wanted**");
  });

  it("who lock it: it is kept up to date, and its boxes work", async () => {
    const mirror = await tend("locked");
    await mirror.repository.issues.lock(mirror.issue, mirror.repository.creator);
    house.stock("library/locked", "1", "moved");
    await click(mirror, "sync", mirror.conversation.person("mel", "maintain"));
    expect(await asked(mirror)).toEqual([["mel", [], "success"]]);
    expect(mirror.issue.body).toContain("[Synced: 1 updated");
    await click(mirror, "verify", mirror.conversation.person("mel", "maintain"));
    expect([mirror.comments(), ticked(mirror)]).toEqual([[], []]);
  });

  it("who turn issues off: images are mirrored all the same", async () => {
    house.stock("library/disabled", "1");
    const mirror = new TendedRepository(house, await house.repository("disabled"));
    mirror.repository.hasIssues = false;
    const check = await mirror.push(withDashboard("docker.io/library/disabled:1"));
    expect(check).toMatchObject({ conclusion: "success" });
    mirror.repository.hasIssues = true;
    await mirror.rerun();
    expect(mirror.issue.title).toBe("Mirror dashboard");
  });

  it("who forge one: theirs is left alone, and its boxes mean nothing", async () => {
    const mirror = await tend("forged");
    const maintainer = mirror.conversation.person("mel", "maintain");
    const forged = mirror.repository.openIssue("Mirror dashboard", mirror.issue.body, maintainer);
    await mirror.edit(forged, { body: tick(forged.body, "sync") }, maintainer);
    expect(await asked(mirror)).toEqual([]);
    expect(forged.body).toContain("[x] <!-- box:sync -->");
  });
});
