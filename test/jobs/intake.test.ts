import { expect, it } from "vitest";
import { ManualClock } from "./manual-clock.ts";
import { delivery, intent, PUBLISHED, push, requested } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";

describeOnBoth("intake", (take) => {
  it("stores a delivery with the runs it means", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const state = await kind.open({ clock });
    const scoped = { ...push(7, null), reason: "rerun" as const, scope: ["redis:*", 'it\'s "quoted"'] };
    expect(await state.intake.accept(delivery("d1"), [intent(push(6)), intent(scoped)])).toBe("accepted");
    const rows = await kind.db.selectFrom("runs").select("id").orderBy("position").execute();
    const runs = await Promise.all(rows.map(({ id }) => state.runs.find(id)));
    expect(runs).toMatchObject([push(6), scoped]);
    expect(runs[1]).toEqual({
      ...scoped,
      pull: null,
      asker: null,
      urgency: 0,
      id: rows[1]?.id,
      state: "requested",
      configSha: null,
      configPath: null,
      checkRun: null,
      conclusion: null,
      supersededBy: null,
      cancelledBy: null,
      published: null,
      createdAt: new Date(clock.now()),
      startedAt: null,
      finishedAt: null,
    });
  });

  it("stores a delivery once, however often and whenever it comes", async () => {
    await using kind = await take();
    const state = await kind.open();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => state.intake.accept(delivery("d1"), [intent(push(6))])),
    );
    expect(answers.toSorted()).toEqual(["accepted", "duplicate", "duplicate", "duplicate", "duplicate"]);
    expect(await kind.db.selectFrom("runs").select("id").execute()).toHaveLength(1);
    expect(await state.deliveries.known(["d0", "d1"])).toEqual(new Set(["d1"]));
    expect(await state.deliveries.known([])).toEqual(new Set());
  });

  it("stores nothing of a delivery that cannot be stored whole", async () => {
    await using kind = await take();
    const state = await kind.open();
    const broken = { ...push(7), installation: Number.NaN };
    await expect(state.intake.accept(delivery("d1"), [intent(push(6)), intent(broken)])).rejects.toThrow();
    expect(await kind.db.selectFrom("runs").select("id").execute()).toEqual([]);
    expect(await state.intake.accept(delivery("d1"), [intent(push(6))])).toBe("accepted");
    expect(await state.runs.orphans()).toEqual([]);
  });

  it("stores the 1,200 repositories of an installation", async () => {
    await using kind = await take();
    const state = await kind.open();
    const intents = Array.from({ length: 1200 }, (_, index) => intent(push(index + 1)));
    await state.intake.accept(delivery("d1"), intents);
    const runs = await kind.db.selectFrom("runs").select("repository").orderBy("position").execute();
    expect(runs.map(({ repository }) => repository)).toEqual(intents.map((_, index) => index + 1));
    expect(await state.runs.orphans()).toEqual([]);
  });

  it("renames a repository in its open runs, and takes intents in their order", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [done = "", open = ""] = await requested(state, kind.db, push(6), push(6, "b2"));
    await state.runs.conclude(done, "none");
    const repository = { id: 6, owner: "umbrella", name: "new" };
    await state.intake.accept(delivery("d1"), [{ kind: "rename", repository }, intent(push(6, "c3"))]);
    expect((await state.runs.find(done))?.repository.owner).toBe("acme");
    expect((await state.runs.find(open))?.repository).toEqual(repository);
    const newest = kind.db.selectFrom("runs").select("owner").orderBy("position", "desc");
    expect(await newest.executeTakeFirst()).toEqual({ owner: "acme" });
  });
});

describeOnBoth("forgetting", (take) => {
  it.each([
    ["a repository", { kind: "forget-repository", repository: 6 }],
    ["an installation", { kind: "forget-installation", installation: 1 }],
  ] as const)("%s ends what waits, stops what runs, and keeps nothing about it", async (_, forget) => {
    await using kind = await take();
    const state = await kind.open();
    const ids = await requested(
      state,
      kind.db,
      push(6, "a1"),
      push(6, "b2"),
      push(6, "c3"),
      push(6, "d4"),
      push(8, "a1", 2),
    );
    const [applied = "", running = "", queued = "", , other = ""] = ids;
    const config = { commit: "a1", configSha: "s1", configPath: ".github/mirror.yml" };
    for (const id of [applied, other]) await state.runs.conclude(id, "success", config);
    await state.runs.enqueue(running, { ...config, checkRun: 1 });
    await state.runs.start(running);
    await state.runs.enqueue(queued, { ...config, checkRun: 2 });
    const image = {
      source: "docker.io/library/redis:7",
      destination: "ghcr.io/acme/redis:7",
      sourceDigest: null,
      destinationDigest: "d",
      platforms: null,
    };
    await state.images.put([6, 8].map((repository) => ({ repository, ...image })));
    await state.visits.request([]);

    await state.intake.accept(delivery("d1"), [forget]);

    const after = await Promise.all(ids.map((id) => state.runs.find(id)));
    expect(after.map((run) => [run?.state, run?.conclusion])).toEqual([
      ["concluded", "success"],
      ["running", null],
      ["concluded", "cancelled"],
      ["concluded", "none"],
      ["concluded", "success"],
    ]);
    expect(await state.runs.isWanted(running)).toBe(false);
    expect(await state.runs.isWanted(other)).toBe(true);
    expect(await state.runs.isWanted("00000000-0000-4000-8000-000000000000")).toBe(false);
    expect(await state.configs.of(6)).toBeUndefined();
    expect(await state.configs.of(8)).toBeDefined();
    expect(await state.images.of(6)).toEqual([]);
    expect(await state.images.of(8)).toHaveLength(1);

    // What runs has its end, and says nothing about a config any longer.
    await state.runs.finish(running, PUBLISHED);
    await state.runs.conclude(running, "cancelled", config);
    expect(await state.configs.of(6)).toBeUndefined();
  });

  it("lets a run of a dead process end where it would be resumed", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [run = ""] = await requested(state, kind.db, push(6));
    await state.runs.enqueue(run, {
      commit: "a1",
      configSha: "s1",
      configPath: ".github/mirror.yml",
      checkRun: 1,
    });
    await state.runs.start(run);
    await state.intake.accept(delivery("d1"), [{ kind: "forget-repository", repository: 6 }]);
    expect(await state.runs.start(run)).toBeUndefined();
    expect(await state.runs.find(run)).toMatchObject({ state: "concluded", conclusion: "cancelled" });
  });
});
