import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { Lane, type LaneStore } from "../../src/jobs/lane.ts";
import { silentLog } from "../../src/jobs/log.ts";
import type { JobContext } from "../../src/jobs/state.ts";
import { ManualClock } from "./manual-clock.ts";
import { handlers, push, requested } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";
import { aborted, countdown } from "./waits.ts";

const WORK = { commit: "a1", configSha: "s1", configPath: ".github/mirror.yml", checkRun: null };

describeOnBoth("a job that steps aside", (take) => {
  it("lets others have its slot, keeps its repository to itself, and goes on when it likes", async () => {
    await using kind = await take();
    const state = await kind.open({ clock: new ManualClock(), workerConcurrency: 1 });
    const [first = "", same = "", other = ""] = await requested(state, kind.db, push(6), push(6), push(7));
    const waiting = Promise.withResolvers<string>();
    const told: string[] = [];
    const otherBegun = countdown(1);
    const otherMayEnd = Promise.withResolvers<void>();
    const all = countdown(3);
    const name = (id: string) => ({ [first]: "first", [same]: "same", [other]: "other" })[id];
    const work: Record<string, (context: JobContext) => Promise<void>> = {
      [first]: async ({ aside }) => {
        told.push(`first has ${await aside(() => waiting.promise)}`);
      },
      [other]: async () => {
        otherBegun.tick();
        await otherMayEnd.promise;
      },
    };
    for (const id of [first, same, other]) await state.runs.enqueue(id, WORK);
    await state.queue.start(
      handlers({
        reconcile: async (id, context) => {
          told.push(`${name(id)} begins`);
          await work[id]?.(context);
          told.push(`${name(id)} ends`);
          all.tick();
        },
      }),
    );
    await otherBegun.promise;
    expect(told).toEqual(["first begins", "other begins"]);
    waiting.resolve("what it waited for");
    await expect.poll(() => told).toContain("first ends");
    // The other one has the only slot.
    expect(told.slice(2)).toEqual(["first has what it waited for", "first ends"]);
    otherMayEnd.resolve();
    await all.promise;
    expect(told.toSorted()).toEqual(
      [...told.slice(0, 4), "other ends", "same begins", "same ends"].toSorted(),
    );
  });

  it("is kept claimed, and fails as any other", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const state = await kind.open({ clock, workerConcurrency: 1 });
    const [id = ""] = await requested(state, kind.db, push(6));
    const outcomes: string[] = [];
    let waits = 0;
    await state.queue.start(
      handlers({
        announce: (_, { aside, signal }) =>
          aside(() => {
            waits += 1;
            if (waits === 1) throw new Error("GitHub is down");
            return aborted(signal);
          }),
        giveUp: async (_, error) => void outcomes.push(String(error)),
      }),
    );
    await expect.poll(() => waits).toBe(2);
    await sql`update pgboss.job set heartbeat_on = now() - interval '1 minute' where id = ${id}`.execute(
      kind.db,
    );
    const isKeptLater = async () => {
      clock.advance(10_000);
      const kept =
        await sql`select 1 from pgboss.job where id = ${id} and heartbeat_on > now() - interval '30 s'`.execute(
          kind.db,
        );
      return kept.rows.length;
    };
    await expect.poll(isKeptLater).toBe(1);
    await state.queue.stop(0);
    expect(outcomes).toEqual([]);
  });
});

describe("a lane", () => {
  it("has at most 1,000 jobs in hand, however many step aside", async () => {
    const waiting = Array.from(
      { length: 1_010 },
      (_, at) => ({ id: `${at}`, name: "reconcile", subject: `${at}`, retryCount: 0 }) as const,
    );
    const store: LaneStore = {
      tries: 3,
      isShared: false,
      onAvailable: () => {},
      claim: async (_, limit) => waiting.splice(0, limit),
      keep: async () => new Set(),
      done: async () => {},
      fail: async () => {},
      giveBack: async () => {},
    };
    let begun = 0;
    const leave = Promise.withResolvers<void>();
    const all = countdown(1_010);
    const stopping = new AbortController();
    const lane = new Lane({
      name: "reconcile",
      slots: 2,
      handle: async (_, { aside }) => {
        begun += 1;
        await aside(() => leave.promise);
        all.tick();
      },
      giveUp: async () => {},
      stopping: stopping.signal,
      ended: new AbortController().signal,
      store,
      clock: new ManualClock(),
      log: silentLog,
    });
    const running = lane.run();
    await expect.poll(() => begun).toBe(1_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect([begun, waiting.length]).toEqual([1_000, 10]);
    leave.resolve();
    await all.promise;
    stopping.abort();
    await running;
  });
});
