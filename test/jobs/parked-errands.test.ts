import { sql } from "kysely";
import { expect, it } from "vitest";
import type { OpenState } from "../../src/jobs/open-state.ts";
import type { Db } from "../../src/jobs/tables.ts";
import { ManualClock } from "./manual-clock.ts";
import { delivery, handlers, push, requested } from "./requests.ts";
import { command, plan, sent, storedErrands } from "./some-errands.ts";
import { describeOnBoth } from "./state-kinds.ts";
import { countdown } from "./waits.ts";

const CONFIG = { commit: "a1", configSha: "s1", configPath: ".github/mirror.yml" };
const NOBODY = "00000000-0000-4000-8000-000000000000";

/** A run, and an errand that was begun and parked for it. */
async function parked(state: OpenState, db: Db, errand = plan(6)): Promise<readonly [string, string]> {
  const [run = ""] = await requested(state, db, push(6));
  const [id = ""] = await sent(state, db, errand);
  await state.errands.begin(id);
  expect(await state.errands.park(id, run)).toBe(true);
  return [run, id];
}

/** Jobs of an errand. */
async function jobsOf(db: Db, errand: string): Promise<number> {
  const found = await sql`select from pgboss.job where data->>'subject' = ${errand}`.execute(db);
  return found.rows.length;
}

describeOnBoth("an errand that is parked", (take) => {
  it("waits for the end of its run, and is neither begun nor ended meanwhile", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [run, id] = await parked(state, kind.db);
    expect(await state.errands.begin(id)).toBeUndefined();
    await state.errands.end(id);
    expect(await jobsOf(kind.db, id)).toBe(1);
    await state.runs.conclude(run, "success");
    expect(await jobsOf(kind.db, id)).toBe(2);
    // The end of the time before it was parked, which comes late.
    await state.errands.end(id);
    expect(await state.errands.begin(id)).toMatchObject({ id, errand: plan(6) });
    await state.runs.conclude(run, "success");
    expect(await jobsOf(kind.db, id)).toBe(2);
    await state.errands.end(id);
    expect(await storedErrands(kind.db)).toEqual([]);
  });

  it("is not put aside for a run that has ended", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [run = ""] = await requested(state, kind.db, push(6));
    await state.runs.conclude(run, "none");
    const [id = ""] = await sent(state, kind.db, plan(6));
    await state.errands.begin(id);
    for (const ended of [run, NOBODY]) expect(await state.errands.park(id, ended)).toBe(false);
    expect(await state.errands.begin(id)).toBeDefined();
  });

  it.each<[string, (state: OpenState, run: string, db: Db) => Promise<unknown>]>([
    ["is concluded", (state, run) => state.runs.conclude(run, "failure")],
    [
      "gives way to a newer one",
      async (state, _, db) => {
        const [newer = ""] = await requested(state, db, push(6, "b2"));
        await state.runs.supersede(newer, "b2");
      },
    ],
    [
      "is forgotten while it waits",
      (state) => state.intake.accept(delivery("d1"), [{ kind: "forget-repository", repository: 6 }]),
    ],
    [
      "is forgotten while it is carried out",
      async (state, run) => {
        await state.runs.enqueue(run, { ...CONFIG, checkRun: null });
        await state.runs.start(run);
        await state.intake.accept(delivery("d1"), [{ kind: "forget-repository", repository: 6 }]);
        await state.runs.start(run);
      },
    ],
  ])("goes on when its run %s", async (_, end) => {
    await using kind = await take();
    const state = await kind.open({ clock: new ManualClock() });
    // Of another repository, so that it is not forgotten as well.
    const [run, id] = await parked(state, kind.db, plan(7));
    const begun = countdown(1);
    await state.queue.start(
      handlers({
        errand: async (errand) => {
          if ((await state.errands.begin(errand))?.id === id) begun.tick();
        },
      }),
    );
    await expect.poll(() => jobsOf(kind.db, id)).toBe(0);
    await end(state, run, kind.db);
    await begun.promise;
  });

  it("gives way to one of its name that came meanwhile", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [run, id] = await parked(state, kind.db);
    const [newer = ""] = await sent(state, kind.db, plan(6), plan(7));
    await state.runs.conclude(run, "success");
    expect(await state.errands.begin(id)).toBeUndefined();
    expect(await state.errands.begin(newer)).toBeDefined();
    expect(await storedErrands(kind.db)).toEqual([plan(6), plan(7)]);
  });

  it("goes on beside others that are parked for the same run, of its name too", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [run, first] = await parked(state, kind.db);
    const [second = "", third = ""] = await sent(state, kind.db, plan(6), command(6, "/mirror status"));
    for (const id of [second, third]) {
      await state.errands.begin(id);
      expect(await state.errands.park(id, run)).toBe(true);
    }
    await state.runs.conclude(run, "success");
    const done: string[] = [];
    const all = countdown(3);
    await state.queue.start(
      handlers({
        errand: async (id) => {
          if (!(await state.errands.begin(id))) return;
          done.push(id);
          await state.errands.end(id);
          all.tick();
        },
      }),
    );
    await all.promise;
    expect(done).toEqual([first, second, third]);
  });

  it("goes on though its run ends before its handler does", async () => {
    await using kind = await take();
    const state = await kind.open({ clock: new ManualClock() });
    const [run = ""] = await requested(state, kind.db, push(6));
    const [id = ""] = await sent(state, kind.db, plan(6));
    const again = countdown(1);
    let times = 0;
    await state.queue.start(
      handlers({
        errand: async (errand) => {
          if (!(await state.errands.begin(errand))) return;
          times += 1;
          if (times === 1) {
            await state.errands.park(errand, run);
            await state.runs.conclude(run, "success");
          }
          await state.errands.end(errand);
          if (times === 2) again.tick();
        },
      }),
    );
    await again.promise;
    await expect.poll(() => jobsOf(kind.db, id)).toBe(0);
    expect(await storedErrands(kind.db)).toEqual([]);
  });
});
