import { sql } from "kysely";
import { expect, it } from "vitest";
import { keyOfErrand } from "../../src/jobs/errand.ts";
import type { OpenState } from "../../src/jobs/open-state.ts";
import { ManualClock } from "./manual-clock.ts";
import { delivery, handlers, push } from "./requests.ts";
import { command, plan, sent, storedErrands, upkeep } from "./some-errands.ts";
import { describeOnBoth } from "./state-kinds.ts";
import { countdown } from "./waits.ts";

describeOnBoth("the queue of errands", (take) => {
  it("does those of one key one at a time and in order, those of others side by side", async () => {
    await using kind = await take();
    const state = await kind.open();
    const errands = Array.from({ length: 12 }, (_, index) => command(6 + (index % 2), `${index}`));
    // Of one transaction, and of several.
    const ids = await sent(state, kind.db, ...errands.slice(0, 8));
    const all = [...ids, ...(await sent(state, kind.db, ...errands.slice(8)))];
    const done: string[] = [];
    const underWay = new Set<string>();
    const together = countdown(2);
    const end = countdown(12);
    await state.queue.start(
      handlers({
        errand: async (id) => {
          const stored = await state.errands.begin(id);
          const key = stored ? keyOfErrand(stored.errand) : "";
          expect(underWay.has(key)).toBe(false);
          underWay.add(key);
          together.tick();
          await together.promise;
          underWay.delete(key);
          done.push(id);
          await state.errands.end(id);
          end.tick();
        },
      }),
    );
    await end.promise;
    for (const remainder of [0, 1]) {
      const ofKey = (id: string) => all.indexOf(id) % 2 === remainder;
      expect(done.filter(ofKey)).toEqual(all.filter(ofKey));
    }
  });

  it("begins what comes while it works, without waiting for the clock, beside the runs of the repository", async () => {
    await using kind = await take();
    const state = await kind.open({ clock: new ManualClock() });
    const all = countdown(3);
    const announced = countdown(1);
    await state.queue.start(
      handlers({
        announce: async () => {
          announced.tick();
          await all.promise;
        },
        errand: async () => all.tick(),
      }),
    );
    await state.intake.request([push(6)]);
    await announced.promise;
    await state.intake.accept(delivery("d1"), [{ kind: "errand", errand: upkeep(6) }]);
    await state.intake.send([plan(6), command(6, "x", { thread: 9 })]);
    await all.promise;
  });

  it("tries a failed one again, and gives it up so that the next one is not blocked", async () => {
    await using kind = await take();
    const state = await kind.open({ clock: new ManualClock() });
    const [bad = "", good = ""] = await sent(state, kind.db, command(6, "bad"), command(6, "good"));
    const told: string[] = [];
    const done = countdown(1);
    await state.queue.start(
      handlers({
        errand: async (id) => {
          told.push(id === bad ? "bad" : "good");
          if (id === bad) throw new Error("GitHub is down");
          if (id === good) done.tick();
        },
        giveUp: async () => void told.push("a run was given up"),
        giveUpErrand: async (id, error) => {
          told.push(`gave up ${id === bad ? "bad" : "good"}: ${error}`);
          await state.errands.end(id);
        },
      }),
    );
    await done.promise;
    expect(told).toEqual(["bad", "bad", "bad", "gave up bad: Error: GitHub is down", "good"]);
  });

  it("tries one that waits for its next try when its thread has something new", async () => {
    await using kind = await take();
    const retry = { tries: 50, firstPause: 3600, longestPause: 3600 };
    const state = await kind.open({ clock: new ManualClock(), retry });
    const [first = ""] = await sent(state, kind.db, command(6, "first"), command(7, "other"));
    const failed = countdown(2);
    const done = countdown(2);
    let isDown = true;
    await state.queue.start(
      handlers({
        errand: async () => {
          if (!isDown) return done.tick();
          failed.tick();
          throw new Error("GitHub is down");
        },
      }),
    );
    await failed.promise;
    isDown = false;
    const waiting = async () =>
      (await sql`select from pgboss.job where state = 'retry'`.execute(kind.db)).rows.length;
    await expect.poll(waiting).toBe(2);
    await sent(state, kind.db, command(6, "second"));
    await done.promise;
    await expect.poll(waiting).toBe(1);
    expect(first).not.toBe("");
  });

  it("does one again whose process died in it, though another of its name waits by then", async () => {
    await using kind = await take();
    const dead = await kind.open({ clock: new ManualClock() });
    const [first = ""] = await sent(dead, kind.db, plan(6));
    await dead.errands.begin(first);
    const [second = ""] = await sent(dead, kind.db, plan(6));
    // What a process leaves behind; on a server, its heartbeat has to be missed first.
    await sql`update pgboss.job set state = ${kind.isShared ? "retry" : "active"}, started_on = now()
      where data->>'subject' = ${first}`.execute(kind.db);
    const next = await kind.open({ clock: new ManualClock() });
    const done: string[] = [];
    const both = countdown(2);
    await next.queue.start(
      handlers({
        errand: async (id) => {
          if (!(await next.errands.begin(id))) return;
          done.push(id);
          await next.errands.end(id);
          both.tick();
        },
      }),
    );
    await both.promise;
    expect(done).toEqual([first, second]);
    expect(await storedErrands(kind.db)).toEqual([]);
  });

  it("is worked on by two processes, in which each is done once and in its order", async () => {
    await using kind = await take();
    if (!kind.isShared) return;
    const states = [await kind.open(), await kind.open()];
    const errands = Array.from({ length: 40 }, (_, index) => command(6 + (index % 4), `${index}`));
    const all = countdown(errands.length);
    const done: string[] = [];
    const work = (state: OpenState) =>
      handlers({
        errand: async (id) => {
          const stored = await state.errands.begin(id);
          if (stored?.errand.kind !== "command") throw new Error("it is done already");
          done.push(stored.errand.text);
          await state.errands.end(id);
          all.tick();
        },
      });
    await Promise.all(states.map((state) => state.queue.start(work(state))));
    const [one, other] = states;
    for (const [index, errand] of errands.entries()) await (index % 3 ? one : other)?.intake.send([errand]);
    await all.promise;
    for (const remainder of [0, 1, 2, 3]) {
      const ofKey = (text: string) => Number(text) % 4 === remainder;
      expect(done.filter(ofKey)).toEqual(errands.map(({ text }) => text).filter(ofKey));
    }
    expect(await storedErrands(kind.db)).toEqual([]);
  });

  it("sends one name from two processes once", async () => {
    await using kind = await take();
    if (!kind.isShared) return;
    const states = [await kind.open(), await kind.open()];
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => states[index % 2]?.intake.send([plan(6), upkeep(6)])),
    );
    expect(await storedErrands(kind.db)).toHaveLength(2);
  });
});
