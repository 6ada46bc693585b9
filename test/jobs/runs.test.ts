import { expect, it } from "vitest";
import { ManualClock } from "./manual-clock.ts";
import { PUBLISHED, push, requested } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";

const APPLIED = { commit: "a1", configSha: "s1" };
const CONFIG = { ...APPLIED, configPath: ".github/mirror.yml" };
const NOBODY = "00000000-0000-4000-8000-000000000000";

describeOnBoth("runs", (take) => {
  it("go from the request to the conclusion, once", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { runs, configs, ...state } = await kind.open({ clock });
    const [id = ""] = await requested({ runs, configs, ...state }, kind.db, push(6, null));
    expect(await runs.start(id)).toBeUndefined();
    await runs.finish(id, PUBLISHED);
    expect((await runs.find(id))?.state).toBe("requested");

    await runs.enqueue(id, { ...CONFIG, checkRun: null });
    await runs.enqueue(id, { commit: "z9", configSha: "s9", configPath: ".github/mirror.yml", checkRun: 9 });
    expect(await runs.find(id)).toMatchObject({ state: "queued", ...CONFIG, checkRun: null });
    await runs.attach(id, 9_007_199_254_740_991);
    expect((await runs.find(id))?.checkRun).toBe(9_007_199_254_740_991);

    clock.advance(1000);
    const startedAt = new Date(clock.now());
    expect(await runs.start(id)).toMatchObject({ state: "running", startedAt });
    clock.advance(1000);
    expect(await runs.start(id)).toMatchObject({ state: "running", startedAt });

    const finishedAt = new Date(clock.now());
    await runs.finish(id, PUBLISHED);
    await runs.finish(id, { ...PUBLISHED, seen: ["x"] });
    const finished = { state: "finished", published: PUBLISHED, finishedAt, startedAt };
    expect(await runs.start(id)).toMatchObject(finished);

    await runs.conclude(id, "success", CONFIG);
    await runs.conclude(id, "failure", { commit: "b2", configSha: "s2" });
    await runs.attach(id, 1);
    expect(await runs.start(id)).toBeUndefined();
    const checkRun = 9_007_199_254_740_991;
    expect(await runs.find(id)).toMatchObject({
      ...finished,
      state: "concluded",
      conclusion: "success",
      checkRun,
    });
    expect(await configs.of(6)).toEqual({
      repository: 6,
      place: { installation: 1, repository: push(6).repository },
      path: ".github/mirror.yml",
      ...APPLIED,
      run: id,
      appliedAt: finishedAt,
    });
    expect(await runs.find(NOBODY)).toBeUndefined();
    expect(await runs.start(NOBODY)).toBeUndefined();
  });

  it("know which config is wanted", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [first = "", second = "", third = ""] = await requested(
      state,
      kind.db,
      push(6),
      push(6, "b2"),
      push(6, "c3"),
    );
    expect(await state.runs.wantedConfig(6)).toBeUndefined();
    await state.runs.conclude(first, "success", CONFIG);
    expect(await state.runs.wantedConfig(6)).toEqual({ configSha: "s1", awaits: null });
    await state.runs.enqueue(second, {
      commit: "b2",
      configSha: "s2",
      configPath: ".github/mirror.yml",
      checkRun: null,
    });
    expect(await state.runs.wantedConfig(6)).toEqual({ configSha: "s2", awaits: null });
    await state.runs.enqueue(third, {
      commit: "c3",
      configSha: "s3",
      configPath: ".github/mirror.yml",
      checkRun: null,
    });
    expect(await state.runs.wantedConfig(6)).toEqual({ configSha: "s3", awaits: null });
    await state.runs.conclude(third, "none", null);
    await state.runs.conclude(second, "none");
    expect(await state.runs.wantedConfig(6)).toBeUndefined();
    expect(await state.runs.wantedConfig(7)).toBeUndefined();
  });

  it("know what keeps a config from being applied, until it is applied again", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [first = "", second = "", third = ""] = await requested(state, kind.db, push(6), push(6), push(6));
    await state.runs.conclude(first, "action_required", { ...APPLIED, awaits: "" });
    expect(await state.runs.find(first)).toMatchObject({ conclusion: "action_required" });
    expect(await state.runs.wantedConfig(6)).toEqual({ configSha: "s1", awaits: "" });
    await state.runs.enqueue(second, { ...CONFIG, checkRun: null });
    expect(await state.runs.wantedConfig(6)).toEqual({ configSha: "s1", awaits: null });
    await state.runs.conclude(second, "action_required", { ...APPLIED, awaits: "t1" });
    expect(await state.runs.wantedConfig(6)).toEqual({ configSha: "s1", awaits: "t1" });
    await state.runs.conclude(third, "success", APPLIED);
    expect(await state.runs.wantedConfig(6)).toEqual({ configSha: "s1", awaits: null });
  });

  it("do not let an older config take the place of a newer one that was found to be wrong meanwhile", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [old = "", broken = ""] = await requested(state, kind.db, push(6), push(6, "b2"));
    await state.runs.enqueue(old, { ...CONFIG, checkRun: null });
    await state.runs.start(old);
    await state.runs.conclude(broken, "failure", {
      commit: "b2",
      configSha: "s2",
    });
    await state.runs.conclude(old, "success", CONFIG);
    expect(await state.configs.of(6)).toMatchObject({
      configSha: "s2",
      run: broken,
    });
  });

  it("must wait for another of their repository, and for a slot", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [one = "", two = ""] = await requested(state, kind.db, push(6), push(7));
    expect(await state.runs.mustWait(6, 1)).toBe(false);
    await state.runs.enqueue(one, { ...CONFIG, checkRun: null });
    expect(await state.runs.mustWait(6, 1)).toBe(true);
    expect(await state.runs.mustWait(7, 2)).toBe(false);
    await state.runs.start(one);
    expect(await state.runs.mustWait(7, 1)).toBe(true);
    expect(await state.runs.mustWait(7, 2)).toBe(false);
    await state.dispatches.begin(one, { owner: "acme", name: "mirrors" });
    expect(await state.runs.mustWait(7, 1)).toBe(false);
    expect(await state.runs.mustWait(6, 1)).toBe(true);
    await state.runs.finish(one, PUBLISHED);
    expect(await state.runs.mustWait(6, 1)).toBe(false);
    await state.runs.conclude(two, "none");
  });

  it("supersede older ones that wait, and tell of them until they are concluded", async () => {
    await using kind = await take();
    const state = await kind.open();
    const pushes = ["a1", "b2", "c3", "d4", "e5"].map((commit) => push(6, commit));
    const [running = "", told = "", silent = "", newer = "", newest = ""] = await requested(
      state,
      kind.db,
      ...pushes,
    );
    const [elsewhere = ""] = await requested(state, kind.db, push(7));
    await state.runs.enqueue(running, { ...CONFIG, checkRun: 1 });
    await state.runs.start(running);
    await state.runs.enqueue(told, {
      commit: "b2",
      configSha: "s2",
      configPath: ".github/mirror.yml",
      checkRun: 2,
    });

    const superseded = { id: told, state: "superseded", checkRun: 2, supersededBy: "d4" };
    expect(await state.runs.supersede(newer, "d4")).toMatchObject([superseded]);
    expect(await state.runs.supersede(newer, "d4")).toMatchObject([superseded]);
    expect(await state.runs.find(silent)).toMatchObject({
      state: "concluded",
      conclusion: "none",
      supersededBy: "d4",
    });
    expect((await state.runs.find(running))?.state).toBe("running");
    expect((await state.runs.find(newest))?.state).toBe("requested");
    expect((await state.runs.find(elsewhere))?.state).toBe("requested");
    expect(await state.runs.start(told)).toBeUndefined();

    await state.runs.conclude(told, "cancelled");
    expect(await state.runs.supersede(newer, "d4")).toEqual([]);
    expect(await state.runs.supersede(NOBODY, "d4")).toEqual([]);
  });

  it.each(["schedule", "resumed"] as const)(
    "do not give way to what is there by itself (%s)",
    async (reason) => {
      await using kind = await take();
      const state = await kind.open();
      const look = { ...push(6, "b2"), reason };
      const [older = "", newer = "", newest = ""] = await requested(
        state,
        kind.db,
        push(6),
        look,
        push(6, "c3"),
      );
      expect(await state.runs.supersede(newer, "b2")).toEqual([]);
      expect((await state.runs.find(older))?.state).toBe("requested");
      await state.runs.supersede(newest, "c3");
      expect(await state.runs.find(newer)).toMatchObject({ state: "concluded", supersededBy: "c3" });
    },
  );

  it("are orphans without a job", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [lost = "", kept = "", ended = ""] = await requested(state, kind.db, push(6), push(7), push(8));
    await state.runs.conclude(ended, "none");
    expect(await state.runs.orphans()).toEqual([]);
    await kind.db
      .withSchema("pgboss")
      .deleteFrom("job" as never)
      .where("id" as never, "in", [lost, ended] as never)
      .execute();
    expect(await state.runs.orphans()).toMatchObject([{ id: lost }]);
    expect(kept).not.toBe(lost);
  });

  it("and deliveries are forgotten when they are old, and there are too many", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const state = await kind.open({ clock });
    const days = (count: number) => clock.advance(count * 24 * 3600 * 1000);
    await state.intake.accept({ id: "old", event: "push" }, []);
    const [old = "", open = ""] = await requested(state, kind.db, push(6), push(6));
    await state.runs.conclude(old, "success");
    await state.items.put(old, { destination: "ghcr.io/acme/a:1" } as never);
    await state.dispatches.begin(old, { owner: "acme", name: "mirrors" });
    days(6);
    await state.intake.accept({ id: "young", event: "push" }, []);
    const [young = ""] = await requested(state, kind.db, push(6));
    await state.runs.conclude(young, "none");
    days(2);
    await state.prune();
    expect(await state.deliveries.known(["old", "young"])).toEqual(new Set(["young"]));
    expect(await state.runs.find(old)).toBeDefined();
    days(83);
    await state.prune();
    const left = await Promise.all([old, open, young].map((id) => state.runs.find(id)));
    expect(left.map((run) => run?.state)).toEqual([undefined, "requested", "concluded"]);
    expect(await state.dispatches.of(old, { owner: "acme", name: "mirrors" })).toBeUndefined();

    await state.intake.request(Array.from({ length: 1001 }, () => push(7)));
    await kind.db
      .updateTable("runs")
      .set({ state: "concluded", concluded_at: new Date(clock.now()) })
      .execute();
    await state.prune();
    const counts = await kind.db
      .selectFrom("runs")
      .select(({ fn }) => ["repository", fn.countAll().as("count")])
      .groupBy("repository")
      .orderBy("repository")
      .execute();
    expect(counts.map(({ repository, count }) => [repository, Number(count)])).toEqual([
      [6, 2],
      [7, 1000],
    ]);
  });
});
