import { sql } from "kysely";
import { expect, it } from "vitest";
import type { ReconcileRequest } from "../../src/jobs/request.ts";
import { ManualClock } from "./manual-clock.ts";
import { handlers, PUBLISHED, push, requested } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";
import { countdown } from "./waits.ts";

const CONFIG = { commit: "a1", configSha: "s1", configPath: ".github/mirror.yml" };
const ASKER = { login: "kim", command: "sync", thread: 3, comment: 7 } as const;
const ASKED = { reason: "command", asker: ASKER } as const;

/** A request to carry out the config of a pull request. */
function ofPull(pull: number, commit = "a1"): ReconcileRequest {
  return { ...push(6, commit), ...ASKED, pull };
}

describeOnBoth("a run of a pull request", (take) => {
  it("says which, and who asked for it where", async () => {
    await using kind = await take();
    const { runs, ...state } = await kind.open();
    const request = { ...ofPull(3), scope: ["redis:*"] };
    const [id = ""] = await requested({ runs, ...state }, kind.db, request);
    expect(await runs.find(id)).toMatchObject({ ...request, cancelledBy: null });
  });

  it("is no reason to believe that the default branch's config is on its way or applied", async () => {
    await using kind = await take();
    const { runs, configs, ...state } = await kind.open();
    const [pull = "", some = "", gone = "", some2 = "", whole = ""] = await requested(
      { runs, configs, ...state },
      kind.db,
      ofPull(3),
      { ...push(6), scope: ["redis:*"] },
      ofPull(3),
      { ...push(6), scope: ["redis:*"] },
      push(6),
    );
    for (const id of [pull, some]) {
      await runs.enqueue(id, { ...CONFIG, checkRun: null });
      expect(await runs.wantedConfig(6)).toBeUndefined();
      await runs.conclude(id, "success", { ...CONFIG, sources: ["docker.io/library/redis"] });
      expect(await runs.wantedConfig(6)).toBeUndefined();
      expect(await configs.of(6)).toBeUndefined();
    }
    await runs.conclude(whole, "success", CONFIG);
    await runs.conclude(gone, "none", null);
    expect(await configs.of(6)).toBeDefined();
    // A repository without a config has none for some entries either.
    await runs.conclude(some2, "none", null);
    expect(await configs.of(6)).toBeUndefined();
  });

  it("has others of its repository wait", async () => {
    await using kind = await take();
    const { runs, ...state } = await kind.open();
    const [id = ""] = await requested({ runs, ...state }, kind.db, ofPull(3));
    await runs.enqueue(id, { ...CONFIG, checkRun: null });
    expect(await runs.mustWait(6, 9)).toBe(true);
    for (const owner of ["acme", "umbrella"]) await state.dispatches.begin(id, { owner, name: "mirrors" });
    expect(await runs.mustWait(6, 9)).toBe(true);
    expect(await runs.mustWait(7, 1)).toBe(false);
  });
});

describeOnBoth("runs that give way", (take) => {
  const some = { ...push(6), scope: ["redis:*"] };
  const asked = { ...push(6), ...ASKED };
  it.each<[string, ReconcileRequest, ReconcileRequest, boolean]>([
    ["a whole one, to a whole one", push(6), push(6), true],
    ["one of some entries, to a whole one", some, push(6), true],
    ["a whole one, to one of some entries", push(6), some, false],
    ["one of some entries, to another one of them", some, some, false],
    ["one that was asked for, to one that nobody asked for", asked, push(6), false],
    ["one that nobody asked for, to one that was asked for", push(6), asked, true],
    ["one that was asked for, to another such one", asked, asked, true],
    ["one of a pull request, to one of the default branch", ofPull(3), asked, false],
    ["one of the default branch, to one of a pull request", asked, ofPull(3), false],
    ["one of a pull request, to another one of it", ofPull(3), ofPull(3, "b2"), true],
    ["one of a pull request, to one of another", ofPull(3), ofPull(4), false],
    ["one of a repository, to one of another", push(7), push(6), false],
  ])("%s", async (_, older, newer, givesWay) => {
    await using kind = await take();
    const { runs, ...state } = await kind.open();
    const [waiting = "", told = "", newest = ""] = await requested(
      { runs, ...state },
      kind.db,
      older,
      older,
      newer,
    );
    await runs.enqueue(told, { ...CONFIG, checkRun: 2 });
    const superseded = await runs.supersede(newest, "b2");
    expect(superseded.map(({ id }) => id)).toEqual(givesWay ? [told] : []);
    expect((await runs.find(told))?.state).toBe(givesWay ? "superseded" : "queued");
    expect((await runs.find(waiting))?.state).toBe(givesWay ? "concluded" : "requested");
  });
});

describeOnBoth("runs that are cancelled", (take) => {
  it("are those of one pull request or of the default branch that are not finished", async () => {
    await using kind = await take();
    const { runs, ...state } = await kind.open();
    const ids = await requested(
      { runs, ...state },
      kind.db,
      push(6),
      push(6),
      push(6),
      push(6),
      push(6),
      ofPull(3),
      push(7),
    );
    const [ended = "", finished = "", running = "", queued = "", waiting = "", pull = "", other = ""] = ids;
    await runs.conclude(ended, "none");
    for (const id of [finished, running, queued]) await runs.enqueue(id, { ...CONFIG, checkRun: 1 });
    for (const id of [finished, running]) await runs.start(id);
    await runs.finish(finished, PUBLISHED);

    const cancelled = await runs.cancel(6, null, "kim");
    expect(cancelled.map(({ id, cancelledBy }) => [id, cancelledBy])).toEqual(
      [running, queued, waiting].map((id) => [id, "kim"]),
    );
    for (const id of ids) {
      const isWanted = [ended, finished, pull, other].includes(id);
      expect(await runs.isWanted(id)).toBe(isWanted);
      expect((await runs.find(id))?.cancelledBy).toBe(isWanted ? null : "kim");
    }
    // Said twice, by another person: it is known already.
    expect(await runs.cancel(6, null, "lee")).toEqual(cancelled);
    expect(await runs.cancel(6, 3, "lee")).toMatchObject([{ id: pull, cancelledBy: "lee" }]);
    expect(await runs.cancel(8, null, "lee")).toEqual([]);
  });

  it("are still started, so that whoever starts them tells and concludes them", async () => {
    await using kind = await take();
    const { runs, ...state } = await kind.open();
    const [id = ""] = await requested({ runs, ...state }, kind.db, push(6));
    await runs.enqueue(id, { ...CONFIG, checkRun: 1 });
    expect(await runs.wantedConfig(6)).toMatchObject({ configSha: "s1" });
    await runs.cancel(6, null, "kim");
    expect(await runs.wantedConfig(6)).toBeUndefined();
    expect(await runs.start(id)).toMatchObject({ id, state: "running", cancelledBy: "kim" });
    await runs.conclude(id, "cancelled");
    expect(await runs.cancel(6, null, "kim")).toEqual([]);
  });

  it("and wait for another try are taken up at once", async () => {
    await using kind = await take();
    const retry = { tries: 50, firstPause: 3600, longestPause: 3600 };
    const { runs, queue, ...state } = await kind.open({ clock: new ManualClock(), retry });
    const [id = ""] = await requested({ runs, queue, ...state }, kind.db, push(6));
    await runs.enqueue(id, { ...CONFIG, checkRun: 1 });
    const again = countdown(2);
    await queue.start(
      handlers({
        reconcile: async () => {
          again.tick();
          throw new Error("GitHub is down");
        },
      }),
    );
    const waiting = async () =>
      (await sql`select from pgboss.job where state = 'retry'`.execute(kind.db)).rows.length;
    await expect.poll(waiting).toBe(1);
    await runs.cancel(6, null, "kim");
    await again.promise;
  });
});

describeOnBoth("the runs of a repository", (take) => {
  it("are open until they are concluded, and then those with something to tell are the latest", async () => {
    await using kind = await take();
    const { runs, ...state } = await kind.open();
    const [silent = "", first = "", second = "", pull = "", open = "", other = ""] = await requested(
      { runs, ...state },
      kind.db,
      push(6),
      push(6),
      push(6),
      ofPull(3),
      push(6),
      push(7),
    );
    const idsOf = (found: readonly { id: string }[]) => found.map(({ id }) => id);
    expect(idsOf(await runs.open(6))).toEqual([silent, first, second, pull, open]);
    await runs.conclude(silent, "none");
    await runs.conclude(second, "success");
    for (const id of [first, pull, other]) await runs.conclude(id, "failure");
    expect(idsOf(await runs.open(6))).toEqual([open]);
    expect(idsOf(await runs.latest(6, null, 9))).toEqual([second, first]);
    expect(idsOf(await runs.latest(6, null, 1))).toEqual([second]);
    expect(idsOf(await runs.latest(6, 3, 9))).toEqual([pull]);
    expect(await runs.latest(8, null, 9)).toEqual([]);
  });
});
