import { expect, it } from "vitest";
import type { Resumption, WaitingImage } from "../../src/jobs/keeping-state.ts";
import type { OpenState } from "../../src/jobs/open-state.ts";
import type { LeftImages } from "../../src/jobs/state.ts";
import type { Db } from "../../src/jobs/tables.ts";
import { ManualClock } from "./manual-clock.ts";
import { delivery, push, requested } from "./requests.ts";
import { place } from "./some-errands.ts";
import { describeOnBoth } from "./state-kinds.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 22);
const minute = (minutes: number) => new Date(START + minutes * MINUTE);

const REDIS: WaitingImage = {
  source: "docker.io/library/redis:7",
  registry: "docker.io",
  identity: "0123456789ab",
  urgency: 1,
  pulls: 9,
  until: minute(30),
};
const NGINX: WaitingImage = { ...REDIS, source: "docker.io/library/nginx:1", identity: null, urgency: 2 };
const ODD: WaitingImage = { ...REDIS, source: "[::1]:5000/redis:7" };

/** Ends a run that leaves these images. */
async function leave(state: OpenState, db: Db, images: LeftImages, request = push(6)): Promise<void> {
  const [run = ""] = await requested(state, db, request);
  await state.runs.conclude(run, "neutral", undefined, { images });
}

const waiting = (...waiting: readonly WaitingImage[]): LeftImages => ({ looked: null, waiting });

const resumption = (repository: number, ...sources: readonly string[]): Resumption => ({
  ...place(repository),
  urgency: 1,
  sources,
});

async function asked(db: Db) {
  return await db
    .selectFrom("runs")
    .select(["id", "repository", "scope", "urgency", "commit"])
    .where("reason", "=", "resumed")
    .orderBy("position")
    .execute();
}

describeOnBoth("waiting images", (take) => {
  async function opened() {
    const kind = await take();
    const clock = new ManualClock(START);
    return { kind, clock, state: await kind.open({ clock }) };
  }

  it("are what runs have left, since the first of them", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await leave(state, kind.db, waiting(REDIS, NGINX, NGINX));
    await leave(state, kind.db, waiting(ODD), push(7));
    const since = { ...place(6), since: minute(0) };
    expect(await state.waiting.of(6)).toEqual([
      { ...since, ...NGINX },
      { ...since, ...REDIS },
    ]);
    clock.advance(MINUTE);
    // Of one that looked at one image, and of one that looked at all.
    const later = { ...REDIS, until: minute(60), pulls: 3 };
    await leave(
      state,
      kind.db,
      { looked: [REDIS.source], waiting: [later] },
      { ...push(6), scope: ["redis:*"] },
    );
    expect(await state.waiting.of(6)).toEqual([
      { ...since, ...NGINX },
      { ...since, ...later },
    ]);
    await leave(state, kind.db, { looked: [NGINX.source, "docker.io/library/etcd:3"], waiting: [] });
    expect(await state.waiting.of(6)).toEqual([{ ...since, ...later }]);
    await leave(state, kind.db, waiting(NGINX));
    expect(await state.waiting.of(6)).toEqual([{ ...since, ...NGINX, since: minute(1) }]);
    await leave(state, kind.db, waiting());
    expect(await state.waiting.of(6)).toEqual([]);
    expect(await state.waiting.of(7)).toHaveLength(1);
  });

  it("stay as they are after runs that looked at none, or of pull requests, and end with the config", async () => {
    const { kind, state } = await opened();
    await using _ = kind;
    await leave(state, kind.db, waiting(REDIS));
    await leave(state, kind.db, waiting(), { ...push(6), pull: 3 });
    const [none = "", gone = ""] = await requested(state, kind.db, push(6), push(6));
    await state.runs.conclude(none, "none");
    expect(await state.waiting.of(6)).toHaveLength(1);
    await state.runs.conclude(gone, "none", null);
    expect(await state.waiting.of(6)).toEqual([]);
  });

  it("are dropped where somebody wants them no longer", async () => {
    const { kind, state } = await opened();
    await using _ = kind;
    await leave(state, kind.db, waiting(REDIS, NGINX));
    await leave(state, kind.db, waiting(ODD), push(7));
    expect(await state.waiting.drop(6)).toBe(2);
    expect(await state.waiting.of(6)).toEqual([]);
    expect(await state.waiting.of(7)).toHaveLength(1);
    expect(await state.waiting.drop(6)).toBe(0);
  });

  it("go on when their time has come, and their pulls are theirs for an hour", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await leave(state, kind.db, waiting(ODD, REDIS, { ...NGINX, until: minute(31) }));
    await leave(state, kind.db, waiting(REDIS), push(7));
    expect(await state.waiting.due()).toEqual([]);
    clock.advance(30 * MINUTE);
    expect(await state.waiting.due()).toMatchObject([
      { repository: { id: 6 }, source: ODD.source },
      { repository: { id: 6 }, source: REDIS.source },
      { repository: { id: 7 }, source: REDIS.source },
    ]);
    const postponed = [{ repository: 7, source: REDIS.source, until: minute(45) }];
    await state.waiting.resume([resumption(6, REDIS.source, ODD.source)], postponed);
    expect(await asked(kind.db)).toMatchObject([
      {
        repository: 6,
        commit: null,
        urgency: 1,
        scope: ["[[]::1]:5000/redis:7", "docker.io/library/redis:7"],
      },
    ]);
    expect(await state.waiting.due()).toEqual([]);
    expect(await state.waiting.of(7)).toMatchObject([{ until: minute(45), since: minute(0) }]);
    clock.advance(15 * MINUTE);
    expect(await state.waiting.due()).toMatchObject([NGINX, REDIS].map(({ source }) => ({ source })));
    clock.advance(45 * MINUTE);
    expect(await state.waiting.due()).toHaveLength(4);
  });

  it("go on once also where two sweep, and where the run that has them waits still", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    const other = kind.isShared ? await kind.open({ clock }) : state;
    for (const repository of [6, 7]) await leave(state, kind.db, waiting(REDIS), push(repository));
    clock.advance(30 * MINUTE);
    const both = [resumption(6, REDIS.source), resumption(7, REDIS.source)];
    const postponed = [{ repository: 6, source: REDIS.source, until: minute(40) }];
    await Promise.all([
      state.waiting.resume(both, []),
      other.waiting.resume([...both].reverse(), []),
      state.waiting.resume(both, []),
    ]);
    await state.waiting.resume([], postponed);
    expect((await asked(kind.db)).map(({ repository }) => repository).sort()).toEqual([6, 7]);
    expect(await state.waiting.of(6)).toMatchObject([{ until: minute(90) }]);
    clock.advance(60 * MINUTE);
    await state.waiting.resume(both, []);
    expect(await asked(kind.db)).toHaveLength(2);
    expect(await state.waiting.of(6)).toMatchObject([{ until: minute(150) }]);
  });

  it("do not go on where none of them waits any longer", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await leave(state, kind.db, waiting(REDIS));
    clock.advance(30 * MINUTE);
    await leave(state, kind.db, waiting(NGINX));
    await state.waiting.resume([resumption(6, REDIS.source), resumption(8)], []);
    expect(await asked(kind.db)).toEqual([]);
    await state.waiting.resume([resumption(6, REDIS.source, NGINX.source)], []);
    expect(await asked(kind.db)).toMatchObject([{ scope: [NGINX.source] }]);
  });

  it("are due where the clock was set back", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await leave(state, kind.db, waiting(REDIS));
    clock.advance(-1000 * MINUTE);
    expect(await state.waiting.due()).toHaveLength(1);
    await state.waiting.resume([], [{ repository: 6, source: REDIS.source, until: minute(-900) }]);
    expect(await state.waiting.due()).toEqual([]);
    clock.advance(100 * MINUTE);
    expect(await state.waiting.due()).toHaveLength(1);
  });

  it("may be thousands", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    const many = Array.from({ length: 5_100 }, (_, index) => ({
      ...REDIS,
      source: `docker.io/a/b:${index}`,
    }));
    await leave(state, kind.db, waiting(...many));
    clock.advance(30 * MINUTE);
    const due = await state.waiting.due();
    expect(due).toHaveLength(5_000);
    const sources = due.map(({ source }) => source);
    await state.waiting.resume(
      [resumption(6, ...sources.slice(0, 3_000))],
      sources.slice(3_000).map((source) => ({ repository: 6, source, until: minute(60) })),
    );
    expect(await state.waiting.due()).toHaveLength(100);
    expect(await asked(kind.db)).toHaveLength(1);
  });

  it("wait under another name, and not without their repository", async () => {
    const { kind, state } = await opened();
    await using _ = kind;
    for (const repository of [6, 7]) await leave(state, kind.db, waiting(REDIS), push(repository));
    const renamed = { id: 6, owner: "umbrella", name: "images" };
    await state.intake.accept(delivery("d1"), [{ kind: "rename", repository: renamed }]);
    expect(await state.waiting.of(6)).toMatchObject([{ repository: renamed }]);
    await state.intake.accept(delivery("d2"), [{ kind: "forget-repository", repository: 6 }]);
    expect(await state.waiting.of(6)).toEqual([]);
    await state.intake.accept(delivery("d3"), [{ kind: "forget-installation", installation: 1 }]);
    expect(await state.waiting.of(7)).toEqual([]);
  });
});
