import { sql } from "kysely";
import { expect, it } from "vitest";
import { ManualClock } from "./manual-clock.ts";
import { handlers, push, requested } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";
import { aborted, countdown } from "./waits.ts";

describeOnBoth("a lane", (take) => {
  it("takes a job away from a handler that does not listen, in the end", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const state = await kind.open({ clock });
    await requested(state, kind.db, push(6));
    const begun = countdown(1);
    const deaf = Promise.withResolvers<void>();
    const announce = async () => {
      begun.tick();
      await deaf.promise;
    };
    await state.queue.start(handlers({ announce }));
    await begun.promise;
    let isStopped = false;
    const stopped = state.queue.stop(1000).then(() => (isStopped = true));
    clock.advance(1000);
    const next = await kind.open();
    const isStoppedLater = () => {
      clock.advance(5000);
      return isStopped;
    };
    await expect.poll(isStoppedLater).toBe(true);
    await stopped;
    const again = countdown(1);
    await next.queue.start(handlers({ announce: async () => again.tick() }));
    await again.promise;
    deaf.resolve();
  });

  it("ends a job whose claim the database has given away, and stores nothing of it", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const state = await kind.open({ clock });
    const [id = ""] = await requested(state, kind.db, push(6));
    const begun = countdown(1);
    const ended = Promise.withResolvers<unknown>();
    await state.queue.start(
      handlers({
        announce: async (_, { signal }) => {
          begun.tick();
          await aborted(signal).catch((reason: unknown) => {
            ended.resolve(reason);
            throw reason;
          });
        },
      }),
    );
    await begun.promise;
    clock.advance(10_000);
    // As a supervisor that saw no heartbeat does, and then another worker.
    await sql`update pgboss.job set retry_count = 1 where id = ${id}`.execute(kind.db);
    const endedLater = () => {
      clock.advance(10_000);
      return Promise.race([ended.promise, undefined]);
    };
    await expect.poll(endedLater).toMatchObject({ message: expect.stringContaining("another process") });
    await state.queue.stop(0);
    const job = sql`select state, retry_count from pgboss.job where id = ${id}`;
    expect((await job.execute(kind.db)).rows).toEqual([{ state: "active", retry_count: 1 }]);
  });

  it("takes up the jobs of a dead process, which count as tried", async () => {
    await using kind = await take();
    const dead = await kind.open({ clock: new ManualClock() });
    const [id = ""] = await requested(dead, kind.db, push(6));
    for (const round of [1, 2, 3]) {
      // What a process leaves behind; on a server, its heartbeat has to be missed first.
      await sql`update pgboss.job set state = 'active', started_on = now(), retry_count = ${round - 1}
        where id = ${id}`.execute(kind.db);
      if (kind.isShared)
        await sql`update pgboss.job set state = 'retry', start_after = now()`.execute(kind.db);
      const outcome = Promise.withResolvers<string>();
      const next = await kind.open({ clock: new ManualClock() });
      await next.queue.start(
        handlers({
          announce: async (_, { signal }) => {
            outcome.resolve("tried");
            await aborted(signal);
          },
          giveUp: async (_, error) => outcome.resolve(`gave up: ${error}`),
        }),
      );
      const expected =
        round < 3 ? "tried" : "gave up: Error: All 3 tries failed, the last because its process died.";
      expect(await outcome.promise).toBe(expected);
    }
  });
});
