import { sql } from "kysely";
import { expect, it } from "vitest";
import type { JobContext } from "../../src/jobs/state.ts";
import { ManualClock } from "./manual-clock.ts";
import { handlers, push, requested } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";
import { aborted, countdown } from "./waits.ts";

describeOnBoth("the queue", (take) => {
  it("looks at the requests of a repository one at a time and in order, at those of others side by side", async () => {
    await using kind = await take();
    const state = await kind.open();
    const pushes = ["a1", "b2", "c3"].flatMap((commit) => [push(6, commit), push(7, commit)]);
    const ids = await requested(state, kind.db, ...pushes);
    const seen: string[] = [];
    const together = countdown(2);
    const all = countdown(6);
    const running = new Set<number>();
    await state.queue.start(
      handlers({
        announce: async (id) => {
          const repository = 6 + (ids.indexOf(id) % 2);
          expect(running.has(repository)).toBe(false);
          running.add(repository);
          together.tick();
          await together.promise;
          seen.push(id);
          running.delete(repository);
          all.tick();
        },
      }),
    );
    await all.promise;
    const of = (remainder: number) => (id: string) => ids.indexOf(id) % 2 === remainder;
    expect(seen.filter(of(0))).toEqual(ids.filter(of(0)));
    expect(seen.filter(of(1))).toEqual(ids.filter(of(1)));
  });

  it("carries out as many runs at a time as it was told to", async () => {
    await using kind = await take();
    const state = await kind.open({ workerConcurrency: 3 });
    const ids = await requested(state, kind.db, ...Array.from({ length: 7 }, (_, index) => push(index + 1)));
    for (const id of ids)
      await state.runs.enqueue(id, {
        commit: "a1",
        configSha: "s1",
        configPath: ".github/mirror.yml",
        checkRun: null,
      });
    let running = 0;
    let most = 0;
    const full = countdown(3);
    const all = countdown(7);
    await state.queue.start(
      handlers({
        reconcile: async () => {
          running += 1;
          most = Math.max(most, running);
          full.tick();
          await full.promise;
          running -= 1;
          all.tick();
        },
      }),
    );
    await all.promise;
    expect(most).toBe(3);
  });

  it("begins what comes while it works, without waiting for the clock", async () => {
    await using kind = await take();
    const state = await kind.open({ clock: new ManualClock() });
    const all = countdown(2);
    await state.queue.start(
      handlers({
        announce: (id) =>
          state.runs.enqueue(id, {
            commit: "a1",
            configSha: "s1",
            configPath: ".github/mirror.yml",
            checkRun: null,
          }),
        reconcile: async (id) => {
          if (await state.runs.start(id)) all.tick();
        },
      }),
    );
    await state.intake.accept({ id: "d1", event: "push" }, [{ kind: "reconcile", request: push(6) }]);
    await state.intake.request([push(7)]);
    await all.promise;
  });

  it("tries a failed job again, and gives it up so that the next one is not blocked", async () => {
    await using kind = await take();
    const state = await kind.open({ clock: new ManualClock() });
    const [bad = "", good = ""] = await requested(state, kind.db, push(6), push(6, "b2"));
    const told: string[] = [];
    const done = countdown(1);
    await state.queue.start(
      handlers({
        announce: async (id) => {
          told.push(id === bad ? "bad" : "good");
          if (id === bad) throw new Error("GitHub is down");
          done.tick();
        },
        giveUp: async (id, error) => {
          told.push(`gave up ${id === bad ? "bad" : "good"}: ${error}`);
          throw new Error("and still is");
        },
      }),
    );
    await done.promise;
    expect(told).toEqual(["bad", "bad", "bad", "gave up bad: Error: GitHub is down", "good"]);
    await state.queue.stop(0);
    expect((await state.runs.orphans()).map(({ id }) => id)).toEqual([bad, good]);
  });

  it("tries a job that waits for its next try when the repository asks again", async () => {
    await using kind = await take();
    const retry = { tries: 50, firstPause: 3600, longestPause: 3600 };
    const state = await kind.open({ clock: new ManualClock(), retry });
    const [first = "", other = ""] = await requested(state, kind.db, push(6), push(7));
    let isDown = true;
    const failed = countdown(2);
    const done = countdown(2);
    const told: string[] = [];
    await state.queue.start(
      handlers({
        announce: async (id) => {
          told.push(id);
          if (isDown) {
            failed.tick();
            throw new Error("GitHub is down");
          }
          done.tick();
        },
      }),
    );
    await failed.promise;
    isDown = false;
    const states = async () =>
      (await sql<{ state: string }>`select state from pgboss.job`.execute(kind.db)).rows.map(
        ({ state }) => state,
      );
    await expect.poll(states).toEqual(["retry", "retry"]);
    await state.intake.request([push(6, "b2")]);
    await done.promise;
    expect(told.filter((id) => id === first)).toHaveLength(2);
    expect(told.filter((id) => id === other)).toHaveLength(1);
  });

  it("stops: what ends in time is done, what does not is given back and begun elsewhere at once, as if for the first time", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    // With one try, a job that counted the try it was given back from would be given up.
    const retry = { tries: 1, firstPause: 0, longestPause: 0 };
    const state = await kind.open({ clock, retry });
    const [quick = "", slow = "", gentle = "", late = ""] = await requested(
      state,
      kind.db,
      push(6),
      push(7),
      push(8),
      push(6, "b2"),
    );
    const begun = countdown(3);
    const events: string[] = [];
    const work: Record<string, (context: JobContext) => Promise<void>> = {
      [quick]: ({ stopping }) => aborted(stopping).catch(() => void events.push("quick ended")),
      [gentle]: ({ stopping }) => aborted(stopping).finally(() => events.push("gentle left off")),
      [slow]: async ({ signal }) => {
        await aborted(signal).finally(() => events.push("slow was ended"));
      },
      [late]: async () => void events.push("late"),
    };
    await state.queue.start(
      handlers({
        announce: async (id, context) => {
          begun.tick();
          await work[id]?.(context);
        },
        giveUp: async () => void events.push("gave up"),
      }),
    );
    await begun.promise;
    const stopped = state.queue.stop(30_000).then(() => events.push("stopped"));
    await expect.poll(() => events.toSorted()).toEqual(["gentle left off", "quick ended"]);
    clock.advance(29_999);
    expect(events).toHaveLength(2);
    clock.advance(1);
    await stopped;
    expect(events.slice(2)).toEqual(["slow was ended", "stopped"]);

    const next = await kind.open({ clock, retry });
    const again = new Set<string>();
    const all = countdown(3);
    await next.queue.start(
      handlers({
        announce: async (id) => {
          again.add(id);
          all.tick();
        },
        giveUp: async () => void events.push("gave up"),
      }),
    );
    await all.promise;
    expect(again).toEqual(new Set([slow, gentle, late]));
    expect(events).not.toContain("gave up");
  });

  it("sweeps at the start and every five minutes, in one process of all", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const sweeps: string[] = [];
    const sweeper = (name: string) => handlers({ sweep: async () => void sweeps.push(name) });
    const first = await kind.open({ clock });
    await first.queue.start(sweeper("first"));
    await expect.poll(() => sweeps).toEqual(["first"]);
    if (kind.isShared) {
      const second = await kind.open({ clock });
      await second.queue.start(sweeper("second"));
    }
    await sql`update ghcr_mirror.sweep set begun_at = now() - interval '5 minutes'`.execute(kind.db);
    const sweepsLater = () => {
      clock.advance(5 * 60_000);
      return sweeps.length;
    };
    await expect.poll(sweepsLater).toBe(2);
  });

  it("is started once", async () => {
    await using kind = await take();
    const state = await kind.open();
    await state.queue.start(handlers());
    await expect(state.queue.start(handlers())).rejects.toThrow("started already");
  });
});
