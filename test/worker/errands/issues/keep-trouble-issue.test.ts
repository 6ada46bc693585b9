import { describe, expect, it } from "vitest";
import { GitHubError } from "../../../../src/github/github-error.ts";
import { marked } from "../../../../src/github/report/marker.ts";
import { tendIssues } from "../../../../src/worker/errands/issues/tend-issues.ts";
import { APP, badRedis, badVault, CONTEXT, HOUR, House, redis, UPKEEP, vault } from "./house.ts";

const upkeep = (house: House, id = "e1") => tendIssues(house.parts, UPKEEP, id, CONTEXT);

/** A run, and the upkeep after it. */
async function run(house: House, ...end: Parameters<House["end"]>): Promise<void> {
  house.end(...end);
  await upkeep(house, `e${house.runs.length}`);
}

/** A house where vault fails for the third time. */
async function inTrouble(): Promise<House> {
  const house = new House();
  for (let at = 0; at < 3; at++) {
    await run(house, [redis, badVault]);
    house.clock.advance(HOUR);
  }
  return house;
}

describe("the issue about a failure that lasts", () => {
  it("is opened with the third run that fails", async () => {
    const house = new House();
    await run(house, [redis, badVault]);
    await run(house, [redis, badVault]);
    expect(house.writes).toEqual([]);
    await run(house, [redis, badVault]);
    expect(house.writes).toEqual(["open Mirror: 1 image fails since 2026-11-22"]);
    expect(house.issue(1).body).toContain("permission_denied: write_package");
    expect(house.trouble).toMatchObject({ issue: 1 });
  });

  it("is opened with the second one, a day later", async () => {
    const house = new House();
    await run(house, [redis, badVault]);
    house.clock.advance(24 * HOUR - 1);
    await upkeep(house);
    expect(house.writes).toEqual([]);
    house.clock.advance(1);
    await upkeep(house);
    expect(house.notifications).toEqual(["opened #1"]);
  });

  it("is not opened where a run in between went well", async () => {
    const house = new House();
    for (let at = 0; at < 5; at++) {
      await run(house, [redis, badVault]);
      await run(house, [redis, vault]);
    }
    expect(house.writes).toEqual([]);
  });

  it("is edited in place while the same fails, and says so without a mail", async () => {
    const house = await inTrouble();
    await run(house, [redis, badVault]);
    expect(house.issue(1).body).toContain("4 in a row");
    expect(house.notifications).toEqual(["opened #1"]);
  });

  it("is left alone where there is nothing new to say", async () => {
    const house = await inTrouble();
    const { length } = house.writes;
    house.issue(1).body = house.issue(1).body.replaceAll("\n", "\r\n");
    await upkeep(house, "again");
    expect(house.writes).toHaveLength(length);
  });

  it("gets a comment when something else fails, once a day", async () => {
    const house = await inTrouble();
    await run(house, [badRedis, badVault]);
    expect(house.comments).toEqual([]);
    house.clock.advance(24 * HOUR);
    await run(house, [badRedis, badVault]);
    await run(house, [badRedis, badVault]);
    expect(house.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("What fails has changed. 2 images fail."),
    ]);
    house.clock.advance(24 * HOUR);
    await run(house, [badRedis, badVault]);
    expect(house.notifications).toEqual(["opened #1", "commented #1"]);
  });

  it("gets the comment once, also where the process dies after it", async () => {
    const house = await inTrouble();
    house.end([badRedis, badVault]);
    house.clock.advance(24 * HOUR);
    const told = { ...house.trouble };
    await upkeep(house, "same");
    Object.assign(house.trouble ?? {}, told);
    await upkeep(house, "same");
    expect(house.comments).toHaveLength(1);
  });

  it("is found again where the process dies after opening it", async () => {
    const house = await inTrouble();
    Object.assign(house.trouble ?? {}, { issue: null, toldAt: null, said: null });
    await upkeep(house);
    expect(house.notifications).toEqual(["opened #1"]);
    expect(house.trouble).toMatchObject({ issue: 1 });
  });

  it("is closed when all is well, without a comment, and then forgotten", async () => {
    const house = await inTrouble();
    await run(house, [redis, vault]);
    expect(house.issue(1)).toMatchObject({
      isOpen: false,
      body: expect.stringContaining("All is well again"),
    });
    expect(house.notifications).toEqual(["opened #1", "closed #1"]);
    expect(house.trouble).toBeUndefined();
  });

  it("is reopened for the next failure that lasts", async () => {
    const house = await inTrouble();
    await run(house, [redis, vault]);
    for (let at = 0; at < 3; at++) await run(house, [badRedis, vault]);
    expect(house.issues).toHaveLength(1);
    expect(house.issue(1)).toMatchObject({ isOpen: true, body: expect.stringContaining("redis:7") });
  });

  it("stays closed while the failure goes on that somebody closed it in", async () => {
    const house = await inTrouble();
    house.issue(1).isOpen = false;
    for (let at = 0; at < 5; at++) {
      house.clock.advance(24 * HOUR);
      await run(house, [badRedis, badVault]);
    }
    expect(house.notifications).toEqual(["opened #1"]);
    await run(house, [redis, vault]);
    for (let at = 0; at < 3; at++) await run(house, [redis, badVault]);
    expect(house.notifications).toEqual(["opened #1", "reopened #1"]);
  });

  it("is written anew where somebody emptied it", async () => {
    const house = await inTrouble();
    const { body } = house.issue(1);
    house.issue(1).body = "";
    await upkeep(house);
    expect(house.issue(1).body).toBe(body);
  });

  it("is opened anew a day after somebody deleted it, while the failure goes on", async () => {
    const house = await inTrouble();
    house.delete(1);
    await run(house, [redis, badVault]);
    expect(house.issues).toEqual([]);
    house.clock.advance(24 * HOUR);
    await run(house, [redis, badVault]);
    expect(house.notifications).toEqual(["opened #1", "opened #1"]);
  });

  it("is not the one of somebody who forges our marker, nor that of another deployment", async () => {
    const house = new House();
    const forged = house.write({ body: marked(APP, "trouble", "mine"), isOwn: false });
    const other = house.write({ body: marked(APP + 1, "trouble", "theirs") });
    for (let at = 0; at < 3; at++) await run(house, [redis, badVault]);
    expect([forged.body, other.body]).toEqual([
      marked(APP, "trouble", "mine"),
      marked(APP + 1, "trouble", "theirs"),
    ]);
    expect(house.trouble?.issue).toBe(3);
  });

  it("tells of a config that is wrong", async () => {
    const house = new House();
    house.config = "version: 1\nmirrors: [docker.io/library/redis:7, 'a b']\n";
    for (let at = 0; at < 3; at++) await run(house, undefined);
    expect(house.issue(1)).toMatchObject({
      title: "Mirror: .github/mirror.yml is wrong since 2026-11-22",
      body: expect.stringContaining("### What is wrong\n\n- 2:"),
    });
  });

  it("tells of runs that come to nothing, for whatever reason", async () => {
    const house = new House();
    for (let at = 0; at < 3; at++) await run(house, undefined);
    expect(house.issue(1).title).toBe("Mirror: runs fail since 2026-11-22");
  });

  it("names what still fails after a run that tried a part again", async () => {
    const house = await inTrouble();
    await run(house, [badRedis, badVault]);
    await run(house, [{ ...badRedis, result: "done" }], {
      scope: ["docker.io/library/redis:7"],
      conclusion: "failure",
    });
    expect(house.issue(1).title).toBe("Mirror: 1 image fails since 2026-11-22");
  });

  it.each([
    { now: "never", config: "version: 1\nmirrors: [docker.io/library/redis:7]\nreport: { issue: never }\n" },
    { now: "no config", config: undefined },
  ])("is closed when the config says so: $now", async ({ config }) => {
    const house = await inTrouble();
    house.config = config;
    await upkeep(house);
    await run(house, [redis, badVault]);
    expect(house.notifications).toEqual(["opened #1", "closed #1"]);
    expect(house.issue(1).body).toContain("Closed because");
  });

  it("is not opened where the last config that could be read wants none", async () => {
    const house = new House();
    house.blobs.set(
      "b".repeat(40),
      "version: 1\nmirrors: [docker.io/library/redis:7]\nreport: { issue: never }\n",
    );
    house.end([redis]);
    house.config = "nonsense";
    for (let at = 0; at < 3; at++) await run(house, undefined);
    expect(house.writes).toEqual([]);
  });

  it.each(["NOT_FOUND", "REFUSED"] as const)(
    "is only missed where issues are turned off: %s",
    async (code) => {
      const house = new House();
      house.refusal = new GitHubError(code, "open an issue", "Issues are disabled for this repo", 410);
      for (let at = 0; at < 3; at++) await run(house, [redis, badVault]);
      expect(house.log.lines).toContain("warn GitHub does not let us keep an issue up to date");
    },
  );

  it("waits where a limit holds", async () => {
    const house = new House();
    house.refusal = new GitHubError("RATE_LIMITED", "open an issue", "slow down", 403);
    for (let at = 0; at < 3; at++) house.end([redis, badVault]);
    await expect(upkeep(house)).rejects.toThrow("slow down");
  });

  it("leaves an archived repository alone", async () => {
    const house = new House();
    house.isArchived = true;
    for (let at = 0; at < 3; at++) await run(house, [redis, badVault]);
    expect(house.writes).toEqual([]);
  });

  it("mails at most four times in a week of 60 runs with two failures of a day", async () => {
    const house = new House();
    house.config = `${house.config}report: { issue: dashboard }\n`;
    const failing = new Set([10, 11, 12, 13, 14, 15, 16, 17, 40, 41, 42, 43, 44, 45, 46, 47]);
    for (let at = 0; at < 60; at++) {
      await run(house, failing.has(at) ? [redis, badVault] : [redis, vault]);
      house.clock.advance((7 * 24 * HOUR) / 60);
    }
    const [dashboard, ...mails] = house.notifications;
    expect(dashboard).toBe("opened #1");
    expect(mails).toEqual(["opened #2", "closed #2", "reopened #2", "closed #2"]);
  });
});
