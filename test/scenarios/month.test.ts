import { afterAll, beforeAll, expect, it } from "vitest";
import type { Repository } from "../../sandbox/github/repositories/repository.ts";
import { before, status } from "../../sandbox/registry/fault-acts.ts";
import { random } from "../config/random.ts";
import { Chronicle, type StoredRun } from "./month/chronicle.ts";
import { configsOf, MIN_AGE } from "./month/configs.ts";
import { expectedImages } from "./month/expected.ts";
import { type Month, openMonth } from "./month/open-month.ts";
import { PullWatch } from "./month/pull-watch.ts";
import { Sources } from "./month/sources.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WINDOW = 6 * HOUR;
/** What Docker Hub grants, less what is left to people. */
const OURS = 80;
/** The last days, in which nothing changes any more. */
const QUIET_FROM = 26;
/** What happened in the world needs nobody to look. */
const UNSEEN = "unseen";

let month: Month;
beforeAll(async () => {
  month = await openMonth();
}, 60_000);
afterAll(() => month[Symbol.asyncDispose]());

/** When our machines have something to do next. */
async function nextDue(): Promise<number> {
  const [row] = await month.rows<{ due: Date }>(
    `select least((select min(due_at) from ghcr_mirror.schedules), (select min(until) from ghcr_mirror.waiting_images)) as due`,
  );
  return row?.due.getTime() ?? 0;
}

async function waiting(): Promise<{ readonly count: number; readonly since: number | undefined }> {
  const [row] = await month.rows<{ count: number; since: Date | null }>(
    "select count(*)::int, min(since) as since from ghcr_mirror.waiting_images",
  );
  return { count: row?.count ?? 0, since: row?.since?.getTime() };
}

it("a month of moving sources converges within the limit, and every check run says the truth", async () => {
  const chance = random(6);
  const { clocks, github, hub, hubApi, ghcr } = month;
  const sources = new Sources(hub.store, chance);
  expect([sources.names.length, sources.tags]).toEqual([40, 900]);
  const begun = performance.now();
  const start = clocks.world.now();
  const configs = new Map(configsOf(sources.names));
  const repositories = new Map<string, Repository>();
  for (const [name, config] of configs) repositories.set(name, await month.repository(name, config));
  const chronicle = new Chronicle(month, repositories);
  const watch = new PullWatch(hub);
  clocks.onPass = () => watch.note(clocks.world.now());
  let wasKilled = false;
  let kills = 0;
  let isAway = false;
  let longestWait = 0;
  let requests = 0;
  let silentTicks = 0;

  const events: { readonly at: number; readonly happen: () => unknown }[] = [];
  const at = (time: number, happen: () => unknown) => void events.push({ at: start + time, happen });
  for (let day = 1; day < QUIET_FROM; day += 1) {
    for (let change = 0; change < 12; change += 1)
      at((day + chance()) * DAY, () => {
        sources.change();
        return UNSEEN;
      });
    for (let pull = 0; pull < 2; pull += 1)
      at((day + chance()) * DAY, () => {
        watch.spend(clocks.world.now(), Math.ceil(chance() * 10));
        return UNSEEN;
      });
  }
  // Every third end is a power cut, in the middle of an upload.
  for (let time = 5 * HOUR, turn = 1; time < 30 * DAY; time += (6 + 4 * chance()) * HOUR, turn += 1) {
    const die = () => {
      wasKilled = true;
      kills += 1;
      month.kill(turn % 2);
    };
    at(time, () => {
      if (turn % 3 !== 0) return month.restart(turn % 2);
      ghcr.faults.add({ when: { kind: "upload", nth: 1 + (turn % 5) }, act: before(die) });
      return UNSEEN;
    });
  }
  const away = { times: Number.POSITIVE_INFINITY, act: status(503) };
  at(10 * DAY, () => {
    isAway = true;
    for (const registry of [hub, hubApi]) registry.faults.add(away);
  });
  at(11 * DAY, () => {
    isAway = false;
    for (const registry of [hub, hubApi]) registry.faults.clear();
  });
  at(15 * DAY, () => ghcr.faults.add(away));
  at(15.5 * DAY, () => ghcr.faults.clear());
  // An entry is edited while its rest waits.
  at(1.5 * DAY, async () => {
    const edited = (configs.get("mirrors-2") ?? "").replace("every 1h", "every 12h");
    configs.set("mirrors-2", edited);
    await repositories.get("mirrors-2")?.commit({ files: { ".github/mirror.yml": edited } });
  });
  at(19 * DAY, () => month.pause(DAY));
  at(23 * DAY, () => clocks.set(-HOUR));
  at(23.25 * DAY, () => clocks.set(HOUR));
  events.sort((a, b) => a.at - b.at);

  /** A tick in which nothing was new costs the lists of the sources, and nothing else. */
  function expectSilence(runs: readonly StoredRun[], since: number): void {
    const images = runs.flatMap(({ published }) => published?.report.images ?? []);
    const isSilent = runs.every(({ conclusion }) => conclusion === "none");
    if (runs.length === 0 || !isSilent || !images.every(({ isBelieved }) => isBelieved)) return;
    silentTicks += 1;
    const checks = github.requests.filter(
      ({ operation, at: asked }) => operation?.startsWith("checks/") && asked.getTime() >= since,
    );
    expect({ checks: checks.length, ghcr: ghcr.requests.length }).toEqual({ checks: 0, ghcr: 0 });
    expect(hub.count({ kind: "manifest", method: "GET" })).toBe(0);
    for (const [, lists] of Map.groupBy(hubApi.requests, ({ repository }) => repository))
      expect(lists.length).toBeLessThanOrEqual(runs.length);
  }

  async function look(since: number): Promise<void> {
    const { count, since: oldest } = await waiting();
    watch.look(clocks.world.now(), isAway ? 0 : count);
    if (oldest !== undefined) longestWait = Math.max(longestWait, clocks.ours.now() - oldest);
    const runs = await chronicle.read(wasKilled);
    wasKilled = false;
    expect(hub.count({ status: 429 })).toBe(0);
    expectSilence(runs, since);
    for (const registry of [hub, hubApi, ghcr]) {
      requests += registry.requests.length;
      registry.resetRequests();
    }
  }

  let filledAt = 0;
  await month.settle();
  await look(0);
  while (clocks.world.now() < start + 30 * DAY) {
    const since = Date.now();
    const untilDue = Math.max((await nextDue()) - clocks.ours.now(), 0);
    const [next] = events;
    if (next && next.at <= clocks.world.now() + untilDue) {
      clocks.pass(Math.max(0, next.at - clocks.world.now()));
      events.shift();
      if ((await next.happen()) === UNSEEN) continue;
      await month.settle();
    } else await month.sweep(untilDue);
    await look(since);
    if (filledAt === 0 && (await waiting()).count === 0) filledAt = clocks.world.now() - start;
  }

  expect((await waiting()).count).toBe(0);
  const expected = [...configs.values()].flatMap((config) => expectedImages(config, hub.store));
  const wrong = expected.filter(
    ({ repository, tag, digests }) =>
      !digests.includes(ghcr.store.manifest(repository, tag)?.digest as never),
  );
  expect(wrong).toEqual([]);
  for (const { repository, tag, digests } of expectedImages(configs.get("mirrors-4") ?? "", hub.store)) {
    const source = sources.names.find((name) => name.endsWith(repository.replace("acme/", "/"))) ?? "";
    for (const span of ghcr.store.tagHistory(repository)) {
      if (span.tag !== tag) continue;
      const pushed = hub.store
        .tagHistory(source)
        .find((each) => each.tag === tag && each.digest === span.digest);
      // Our clock was an hour behind for a while, and never ahead.
      expect(span.since - (pushed?.since ?? 0), `${repository}:${tag} of ${digests}`).toBeGreaterThanOrEqual(
        MIN_AGE,
      );
    }
  }
  expect(watch.most).toBeLessThanOrEqual(OURS);
  expect(watch.longestIdle).toBeLessThanOrEqual(HOUR);
  // All that waits first is brought in as many windows as it takes, and one more.
  const first = filledAt / WINDOW;
  expect(longestWait).toBeLessThanOrEqual(filledAt + WINDOW);
  expect(kills).toBeGreaterThan(5);
  expect(silentTicks).toBeGreaterThan(20);
  const { late, ...figures } = chronicle.figures;
  console.log(
    `${JSON.stringify(figures)} late ${late.length}, ${expected.length} images, ${hub.pulls} pulls, ${watch.most} at most in 6 h, first ${first.toFixed(1)} windows, longest wait ${(longestWait / HOUR).toFixed(1)} h, idle ${(watch.longestIdle / 60_000).toFixed(0)} min, ${requests} requests, ${kills} kills, ${silentTicks} silent ticks, ${((performance.now() - begun) / 1000).toFixed(0)} s`,
  );
  expect(late).toEqual([]);
}, 600_000);
