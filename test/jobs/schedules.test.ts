import { expect, it } from "vitest";
import type { PlannedLook, ScheduledLook } from "../../src/jobs/keeping-state.ts";
import type { OpenState } from "../../src/jobs/open-state.ts";
import type { Db } from "../../src/jobs/tables.ts";
import { ManualClock } from "./manual-clock.ts";
import { delivery, push, requested } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";

const HOUR = 3600 * 1000;
const START = Date.UTC(2026, 10, 22);
const hour = (hours: number) => new Date(START + hours * HOUR);
const CONFIG = { commit: "a1", configSha: "s1" };

function look(every: number, scope: readonly string[] = [], dueAt = hour(every)): PlannedLook {
  return { schedule: `every ${every}h`, scope, dueAt };
}

/** Has a config with these schedules count as applied. */
async function apply(
  state: OpenState,
  db: Db,
  schedules: readonly PlannedLook[],
  request = push(6),
): Promise<void> {
  const [run = ""] = await requested(state, db, request);
  await state.runs.conclude(run, "success", { ...CONFIG, schedules });
}

/** The requests that have come about by themselves, oldest first. */
async function asked(db: Db) {
  return await db
    .selectFrom("runs")
    .select(["repository", "scope", "commit", "reason", "urgency"])
    .where("reason", "=", "schedule")
    .orderBy("position")
    .execute();
}

/** Of one sweep: each look goes on an hour from now. */
async function sweep(state: OpenState, now: number, looks?: readonly ScheduledLook[]): Promise<void> {
  const due = looks ?? (await state.schedules.due());
  await state.schedules.fire(due.map((look) => ({ look, nextAt: new Date(now + HOUR) })));
}

describeOnBoth("schedules", (take) => {
  async function opened() {
    const kind = await take();
    const clock = new ManualClock(START);
    return { kind, clock, state: await kind.open({ clock }) };
  }

  it("are those of the config that counts as applied", async () => {
    const { kind, state } = await opened();
    await using _ = kind;
    await apply(state, kind.db, [look(6, ["redis:*"]), look(1), look(1)]);
    const place = { installation: 1, repository: push(6).repository, plannedAt: hour(0) };
    const both = [
      { ...place, ...look(1) },
      { ...place, ...look(6, ["redis:*"]) },
    ];
    expect(await state.schedules.of(6)).toEqual(both);
    expect(await state.schedules.of(7)).toEqual([]);

    // What says nothing of them, or is not the whole config, or not the newest one.
    const [silent = "", scoped = "", pull = "", old = "", newer = ""] = await requested(
      state,
      kind.db,
      push(6),
      { ...push(6), scope: ["redis:*"] },
      { ...push(6), pull: 3 },
      push(6),
      push(6),
    );
    await state.runs.conclude(silent, "success", CONFIG);
    for (const run of [scoped, pull]) await state.runs.conclude(run, "success", { ...CONFIG, schedules: [] });
    expect(await state.schedules.of(6)).toEqual(both);
    await state.runs.conclude(newer, "success", { ...CONFIG, schedules: [look(2)] });
    await state.runs.conclude(old, "success", { ...CONFIG, schedules: [look(3)] });
    expect(await state.schedules.of(6)).toEqual([{ ...place, ...look(2) }]);

    const [gone = ""] = await requested(state, kind.db, push(6));
    await state.runs.conclude(gone, "none", null);
    expect(await state.schedules.of(6)).toEqual([]);
  });

  it("fire once for each repository, for all that is due", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await apply(state, kind.db, [look(1, ["redis:*"]), look(2, ["nginx:*", "redis:*"]), look(9, ["etcd:*"])]);
    await apply(state, kind.db, [look(1, ["redis:*"]), look(2)], push(7));
    expect(await state.schedules.due()).toEqual([]);
    // Down for days.
    clock.advance(2.5 * HOUR);
    expect(await state.schedules.due()).toMatchObject([
      { repository: { id: 6 }, schedule: "every 1h" },
      { repository: { id: 7 }, schedule: "every 1h" },
      { repository: { id: 6 }, schedule: "every 2h" },
      { repository: { id: 7 }, schedule: "every 2h" },
    ]);
    await sweep(state, clock.now());
    const look6 = { commit: null, reason: "schedule", urgency: 2 };
    expect(await asked(kind.db)).toEqual([
      { ...look6, repository: 6, scope: ["redis:*", "nginx:*"] },
      { ...look6, repository: 7, scope: [] },
    ]);
    expect(await state.schedules.due()).toEqual([]);
    expect(await state.schedules.of(6)).toMatchObject([
      { dueAt: hour(3.5), plannedAt: hour(2.5), scope: ["redis:*"] },
      { dueAt: hour(3.5), plannedAt: hour(2.5) },
      { dueAt: hour(9), plannedAt: hour(0) },
    ]);
  });

  it("fire once also where two sweep", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    const other = kind.isShared ? await kind.open({ clock }) : state;
    for (const repository of [6, 7, 8]) await apply(state, kind.db, [look(1), look(2)], push(repository));
    clock.advance(2 * HOUR);
    const due = await state.schedules.due();
    await Promise.all([
      sweep(state, clock.now(), due),
      sweep(other, clock.now(), [...due].reverse()),
      sweep(state, clock.now(), due),
    ]);
    expect((await asked(kind.db)).map(({ repository }) => repository).sort()).toEqual([6, 7, 8]);
    // The runs are over: what was read before does not fire again.
    await kind.db.updateTable("runs").set({ state: "concluded" }).execute();
    await sweep(state, clock.now(), due);
    expect(await asked(kind.db)).toHaveLength(3);
  });

  it("stay as they are where they were changed since they were read", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await apply(state, kind.db, [look(1), look(2)]);
    clock.advance(2 * HOUR);
    const due = await state.schedules.due();
    await apply(state, kind.db, [look(1, ["redis:*"], hour(5))]);
    await sweep(state, clock.now(), due);
    expect(await asked(kind.db)).toEqual([]);
    expect(await state.schedules.of(6)).toMatchObject([look(1, ["redis:*"], hour(5))]);
  });

  it("are only planned anew where the clock was set back", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await apply(state, kind.db, [look(6)]);
    clock.advance(-100 * HOUR);
    expect(await state.schedules.due()).toMatchObject([look(6)]);
    await sweep(state, clock.now());
    expect(await asked(kind.db)).toEqual([]);
    expect(await state.schedules.of(6)).toMatchObject([{ dueAt: hour(-99), plannedAt: hour(-100) }]);
    expect(await state.schedules.due()).toEqual([]);
  });

  it("end where they are never due again", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await apply(state, kind.db, [look(1), look(2)]);
    clock.advance(HOUR);
    const due = await state.schedules.due();
    await state.schedules.fire(due.map((look) => ({ look, nextAt: null })));
    expect(await asked(kind.db)).toHaveLength(1);
    expect(await state.schedules.of(6)).toMatchObject([look(2)]);
    await state.schedules.fire([]);
  });

  it("ask for nothing where a run that does the same is about to begin", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await apply(state, kind.db, [look(1, ["redis:*"])]);
    await requested(state, kind.db, { ...push(6, null), reason: "policy" });
    clock.advance(HOUR);
    await sweep(state, clock.now());
    expect(await asked(kind.db)).toEqual([]);
    expect(await state.schedules.of(6)).toMatchObject([{ dueAt: hour(2) }]);
  });

  it("go on under another name, and end with the repository", async () => {
    const { kind, state } = await opened();
    await using _ = kind;
    await apply(state, kind.db, [look(1)]);
    await apply(state, kind.db, [look(1)], push(7));
    const renamed = { id: 6, owner: "umbrella", name: "images" };
    await state.intake.accept(delivery("d1"), [{ kind: "rename", repository: renamed }]);
    expect(await state.schedules.of(6)).toMatchObject([{ repository: renamed }]);
    await state.intake.accept(delivery("d2"), [{ kind: "forget-repository", repository: 6 }]);
    expect(await state.schedules.of(6)).toEqual([]);
    expect(await state.schedules.of(7)).toHaveLength(1);
    await state.intake.accept(delivery("d3"), [{ kind: "forget-installation", installation: 1 }]);
    expect(await state.schedules.of(7)).toEqual([]);
  });
});
