import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configOf } from "./config-of.ts";
import { Conversation } from "./conversation.ts";
import { holdUpload } from "./hold-upload.ts";
import { listen, writesOf } from "./listen.ts";
import { type House, openHouse } from "./open-house.ts";
import { pushPackage } from "./push-package.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house[Symbol.asyncDispose]());

const docker = (name: string, tag = "1") => `docker.io/library/${name}:${tag}`;
const brought = (name: string, tag = "1") => house.ghcr.store.manifest(`acme/${name}`, tag)?.digest;

/** A repository that mirrors what these lines say, and has. */
async function keep(name: string, ...mirrors: readonly string[]): Promise<Conversation> {
  const repository = await house.repository(name);
  const check = await house.apply(repository, ...mirrors);
  expect(check).toMatchObject({ conclusion: "success" });
  return new Conversation(house, repository);
}

/** The same for an image of its name, which is looked at as the settings say. */
function keepImage(name: string, settings = ""): Promise<Conversation> {
  house.stock(`library/${name}`, "1");
  return keep(name, `{ source: ${docker(name)}${settings} }`);
}

/** When a repository is to be looked at. */
const looks = ({ repository }: Conversation, of = house) =>
  of.rows<{ schedule: string; scope: readonly string[]; due_at: Date }>(
    `select schedule, scope, due_at from ghcr_mirror.schedules where repository = ${repository.id} order by due_at`,
  );

/** When it is looked at next. */
async function dueAt(talk: Conversation, of = house): Promise<number> {
  const [look] = await looks(talk, of);
  return look?.due_at.getTime() ?? expect.fail("it is not to be looked at");
}

/** The runs that came of it. */
const looked = ({ repository }: Conversation, of = house) =>
  of.rows<{ scope: readonly string[]; conclusion: string; check_run: number | null; created_at: Date }>(
    `select scope, conclusion, check_run, created_at from ghcr_mirror.runs
      where repository = ${repository.id} and reason = 'schedule' order by position`,
  );

/** Has one sweep at this time, which is five minutes off at least, and what comes of it to its end. */
async function sweepAt(time: number, of = house): Promise<void> {
  await of.sweep(time - of.clock.now());
  await of.settled();
}

/** What was asked about a source, and about a destination, from here on. */
function watch(name: string) {
  for (const registry of [house.hub, house.hubApi, house.ghcr]) registry.resetRequests();
  return () => ({
    tags: house.hubApi.count({ repository: `library/${name}` }),
    source: house.hub.count({ repository: `library/${name}`, status: 200 }),
    destination: house.ghcr.count({ repository: `acme/${name}` }),
  });
}

const NOTHING = { tags: 0, source: 0, destination: 0 };
const SILENT = { conclusion: "none", check_run: null };

describe("a config that was applied", () => {
  it("is looked at again when its time comes, and not before", async () => {
    const talk = await keepImage("timely");
    const first = await dueAt(talk);
    expect(first).toBeGreaterThan(house.clock.now());
    expect(first).toBeLessThanOrEqual(house.clock.now() + 6 * HOUR);
    const asked = watch("timely");
    await sweepAt(first - 5 * MINUTE);
    expect([await looked(talk), asked()]).toEqual([[], NOTHING]);
    await sweepAt(first);
    expect(await looked(talk)).toMatchObject([{ scope: [], ...SILENT }]);
    expect(asked()).toEqual({ tags: 0, source: 1, destination: 0 });
    expect(await dueAt(talk)).toBe(first + 6 * HOUR);
    await sweepAt(first + 6 * HOUR - 5 * MINUTE);
    expect(await looked(talk)).toHaveLength(1);
    await sweepAt(first + 6 * HOUR);
    expect(await looked(talk)).toHaveLength(2);
  });

  it("costs a request for each 100 tags where nothing is new, and nobody is told", async () => {
    const digest = house.stock("library/many", "0");
    for (let tag = 1; tag < 201; tag++) house.hub.store.tag("library/many", `${tag}`, digest);
    const talk = await keep("many", '{ source: docker.io/library/many, tags: ["*"] }');
    await sweepAt(await dueAt(talk));
    const [asked, told] = [watch("many"), listen(house, talk.repository)];
    await sweepAt(await dueAt(talk));
    expect(asked()).toEqual({ tags: 3, source: 0, destination: 0 });
    expect(
      house.hub.requests.filter(({ scopes }) => scopes.some((scope) => scope.includes("/many:"))),
    ).toEqual([]);
    expect(await looked(talk)).toMatchObject([SILENT, SILENT]);
    expect(talk.checks("mirror / sync")).toHaveLength(1);
    expect(writesOf(told)).toEqual([]);
    const read = told().map((request) => request.replace(/[0-9a-f]{40}/, "SHA"));
    expect(new Set(read)).toEqual(new Set(["GET commits/HEAD", "GET contents/.github", "GET git/blobs/SHA"]));
  });

  it("brings a tag that has moved, and tells so on the commit", async () => {
    const digest = house.stock("library/moving", "2");
    const talk = await keep("moving", '{ source: docker.io/library/moving, tags: ["*"] }');
    const moved = house.stock("library/moving", "2", "moved");
    const added = house.stock("library/moving", "3");
    const pulls = house.hub.pulls;
    const asked = watch("moving");
    await sweepAt(await dueAt(talk));
    expect([brought("moving", "2"), brought("moving", "3")]).toEqual([moved, added]);
    expect([house.hub.pulls - pulls, asked().tags]).toEqual([2, 1]);
    const checks = talk.checks("mirror / sync");
    expect(checks.map(({ conclusion, title }) => [conclusion, title])).toEqual([
      ["success", "Synced: 1 copied (3.4 kB)"],
      ["success", "Synced: 1 copied (3.4 kB), 1 updated (3.4 kB)"],
    ]);
    expect(checks[1]?.summary).toContain(`\`${digest.slice(7, 19)}\` → \`${moved.slice(7, 19)}\``);
    expect(await looked(talk)).toMatchObject([{ conclusion: "success" }]);
  });

  it("is never looked at with `never`", async () => {
    const talk = await keepImage("idle", ", schedule: never");
    house.stock("library/idle", "1", "moved");
    const asked = watch("idle");
    for (let day = 0; day < 3; day++) await sweepAt(house.clock.now() + 10 * DAY);
    expect([await looks(talk), await looked(talk), asked()]).toEqual([[], [], NOTHING]);
  });

  it("has the entries of each schedule looked at when they are due, and together when both are", async () => {
    for (const name of ["often", "seldom"]) house.stock(`library/${name}`, "1");
    const lines = ["often", "seldom"].map(
      (name, at) => `{ source: ${docker(name)}, schedule: every ${at + 1}d }`,
    );
    const talk = await keep("two", ...lines);
    expect((await looks(talk)).map(({ schedule, scope }) => [schedule, scope]).sort()).toEqual([
      ["every 1d", ["docker.io/library/often:1"]],
      ["every 2d", ["docker.io/library/seldom:1"]],
    ]);
    const seen: Record<string, number> = {};
    for (let day = 0; day < 4; day++) {
      const [often, seldom] = [watch("often"), watch("seldom")];
      // What is due within the same hours is swept at once.
      await sweepAt(Math.max(await dueAt(talk), house.clock.now() + DAY));
      const key = `${often().source} ${seldom().source}`;
      seen[key] = (seen[key] ?? 0) + 1;
    }
    expect(seen).toEqual({ "1 0": 2, "1 1": 2 });
    expect((await looked(talk)).map(({ scope }) => scope.length).sort()).toEqual([1, 1, 2, 2]);
  });

  it("is looked at by the next process, once however long there was none", async () => {
    const talk = await keepImage("rested");
    const first = await dueAt(talk);
    await house.restart();
    expect(await dueAt(talk)).toBe(first);
    const moved = house.stock("library/rested", "1", "moved");
    await house.restart(7 * DAY);
    await house.settled();
    expect(brought("rested")).toBe(moved);
    expect(await looked(talk)).toMatchObject([{ conclusion: "success" }]);
    const next = await dueAt(talk);
    expect([next - house.clock.now() <= 6 * HOUR, (next - first) % (6 * HOUR)]).toEqual([true, 0]);
    await sweepAt(next - 5 * MINUTE);
    expect(await looked(talk)).toHaveLength(1);
  });

  it("is looked at in time though the clock is set back a day", async () => {
    const talk = await keepImage("set-back");
    house.clock.set(house.clock.now() - DAY);
    const moved = house.stock("library/set-back", "1", "moved");
    await house.sweep();
    await house.settled();
    const next = await dueAt(talk);
    expect(next - house.clock.now()).toBeLessThanOrEqual(6 * HOUR);
    expect(await looked(talk)).toEqual([]);
    await sweepAt(next);
    expect(brought("set-back")).toBe(moved);
    expect(await looked(talk)).toMatchObject([{ conclusion: "success" }]);
  });

  it("is not looked at beside a push that waits for its turn", async () => {
    for (const tag of ["2", "3"]) house.stock("library/busy", tag);
    const talk = await keepImage("busy", ", schedule: every 15m");
    const moved = house.stock("library/busy", "1", "moved");
    const held = holdUpload(house.ghcr, "acme/busy");
    await talk.repository.commit({
      files: configOf(`{ source: ${docker("busy")}, schedule: every 15m }`, docker("busy", "2")),
    });
    await held.arrived;
    await talk.repository.commit({
      files: configOf(
        `{ source: ${docker("busy")}, schedule: every 15m }`,
        docker("busy", "2"),
        docker("busy", "3"),
      ),
    });
    await house.until(() => talk.checks("mirror / sync")[0]?.status === "queued");
    await house.sweep(15 * MINUTE);
    expect(await looked(talk)).toEqual([]);
    held.release();
    await house.settled(1);
    expect(brought("busy")).toBe(moved);
    expect((await talk.runs()).map(({ reason }) => reason)).toEqual(["push", "push", "push"]);
  });

  it.each([
    ["goes away", null],
    ["gets wrong", "version: 2\n"],
  ])("that %s is looked at no longer", async (what, text) => {
    const name = what.replace(" ", "-");
    const talk = await keepImage(name);
    const first = await dueAt(talk);
    await talk.repository.commit({ files: { ".github/mirror.yml": text } });
    await house.settled();
    expect(await looks(talk)).toEqual([]);
    const asked = watch(name);
    await sweepAt(first + DAY);
    expect([await looked(talk), asked()]).toEqual([[], NOTHING]);
  });
});

describe("what is believed to be at its destination", () => {
  it("is really looked at within `verify-every`, and believed again", async () => {
    const talk = await keepImage("verified", ", schedule: every 1d");
    const start = house.clock.now();
    const asked = watch("verified");
    while ((await dueAt(talk)) < start + 5.25 * DAY) await sweepAt(await dueAt(talk));
    expect(asked()).toEqual({ tags: 0, source: 5, destination: 0 });
    while ((await dueAt(talk)) <= start + 8 * DAY) await sweepAt(await dueAt(talk));
    expect(house.ghcr.count({ repository: "acme/verified", status: 200 })).toBe(1);
    expect(talk.checks("mirror / sync")).toHaveLength(1);
    const rows = await house.rows<{ last_verified: Date }>(
      `select last_verified from ghcr_mirror.mirrored_images where repository = ${talk.repository.id}`,
    );
    const after = (rows[0]?.last_verified.getTime() ?? 0) - start;
    expect([after >= 5.25 * DAY, after <= 8 * DAY]).toEqual([true, true]);
  });

  it("and is not there any longer is brought again then", async () => {
    const talk = await keepImage("lost", ", schedule: every 1d, verify-every: 2d");
    const digest = brought("lost");
    house.ghcr.store.deleteTag("acme/lost", "1");
    await sweepAt(await dueAt(talk));
    expect(brought("lost")).toBeUndefined();
    await sweepAt(house.clock.now() + 2 * DAY);
    expect(brought("lost")).toBe(digest);
    expect(talk.checks("mirror / sync").map(({ title }) => title)).toHaveLength(2);
  });

  it("is looked at by the next schedule once somebody else has pushed there", async () => {
    const talk = await keepImage("doubted");
    house.ghcr.packages.link("acme/doubted", talk.repository.id);
    const found = pushPackage(house, "acme/doubted", "1", "theirs");
    await house.settled();
    const asked = watch("doubted");
    await sweepAt(await dueAt(talk));
    expect(asked().destination).toBeGreaterThan(0);
    expect(brought("doubted")).toBe(found);
    expect(talk.checks("mirror / sync").at(-1)).toMatchObject({
      conclusion: "neutral",
      title: "Nothing to do: 1 changed by somebody else",
    });
  });
});

describe("a cron line", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    [
      "when clocks go forward",
      "2027-03-27T12:00:00Z",
      "30 2 * * *",
      ["2027-03-28T02:30Z", "2027-03-29T02:30Z"],
    ],
    ["when clocks go back", "2026-10-24T12:00:00Z", "30 1 * * *", ["2026-10-25T01:30Z", "2026-10-26T01:30Z"]],
  ])("is in UTC %s", async (_, now, line, times) => {
    vi.stubEnv("TZ", "Europe/Berlin");
    expect(new Date("2027-07-01T00:00:00Z").getHours()).toBe(2);
    await using away = await openHouse({ now: Date.parse(now) });
    away.stock("library/cron", "1");
    const repository = await away.repository("cron");
    await away.apply(repository, `{ source: ${docker("cron")}, schedule: "${line}" }`);
    const talk = new Conversation(away, repository);
    const due = await dueAt(talk, away);
    const first = Date.parse(times[0] ?? "");
    expect(due - first).toBeGreaterThanOrEqual(0);
    expect(due - first).toBeLessThan(5 * MINUTE);
    for (const [day, time] of times.entries()) {
      for (const hours of [-2, -1, 0]) await sweepAt(Date.parse(time) + hours * HOUR, away);
      expect(await looked(talk, away)).toHaveLength(day);
      await sweepAt(Date.parse(time) + 5 * MINUTE, away);
      expect(await looked(talk, away)).toHaveLength(day + 1);
      await sweepAt(Date.parse(time) + HOUR, away);
    }
    expect(await looked(talk, away)).toHaveLength(2);
  });
});
