import { expect, it } from "vitest";
import type { Errand } from "../../src/jobs/errand.ts";
import { ManualClock } from "./manual-clock.ts";
import { delivery, push, requested } from "./requests.ts";
import { command, place, plan, published, sent, storedErrands, upkeep } from "./some-errands.ts";
import { describeOnBoth } from "./state-kinds.ts";

const NOBODY = "00000000-0000-4000-8000-000000000000";

const NAMED: readonly Errand[] = [
  plan(6),
  plan(6, true),
  { kind: "group", ...place(6), head: "a1", base: "b2" },
  published("7"),
  { kind: "policy", ...place(6), commit: "a1" },
  upkeep(6),
];

const UNNAMED: readonly Errand[] = [
  command(6, "/mirror help"),
  {
    kind: "button",
    ...place(6),
    button: "sync",
    checkRun: 5,
    check: "mirror / plan",
    externalId: "x",
    head: "a1",
    author: "kim",
  },
  { kind: "tick", ...place(6), issue: 4, author: "kim", boxes: ["sync"] },
];

describeOnBoth("errands", (take) => {
  it("are stored with their delivery, begun, and forgotten when they are done", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const state = await kind.open({ clock });
    const errands = [...NAMED, ...UNNAMED];
    const intents = errands.map((errand) => ({ kind: "errand", errand }) as const);
    expect(await state.intake.accept(delivery("d1"), intents)).toBe("accepted");
    expect(await state.intake.accept(delivery("d1"), intents)).toBe("duplicate");
    const rows = await kind.db.selectFrom("errands").select("id").orderBy("position").execute();
    const createdAt = new Date(clock.now());
    for (const [index, { id }] of rows.entries()) {
      // Whoever dies in it does it again.
      for (const _ of ["once", "again"])
        expect(await state.errands.begin(id)).toEqual({ id, errand: errands[index], createdAt });
      await state.errands.end(id);
      expect(await state.errands.begin(id)).toBeUndefined();
    }
    expect(await storedErrands(kind.db)).toEqual([]);
    expect(await state.errands.begin(NOBODY)).toBeUndefined();
  });

  it("of one name wait once, and are stored again as soon as one is begun", async () => {
    await using kind = await take();
    const state = await kind.open();
    const first = await sent(state, kind.db, ...NAMED, ...NAMED);
    expect(await storedErrands(kind.db)).toEqual(NAMED);
    expect(await sent(state, kind.db, ...NAMED, plan(7))).toHaveLength(1);
    for (const id of first) await state.errands.begin(id);
    expect(await sent(state, kind.db, ...NAMED)).toHaveLength(NAMED.length);
    expect(await sent(state, kind.db, ...NAMED)).toEqual([]);
    const { length } = await kind.db.selectFrom("errands").select("id").execute();
    expect(length).toBe(2 * NAMED.length + 1);
  });

  it("without a name all count", async () => {
    await using kind = await take();
    const state = await kind.open();
    await state.intake.send([...UNNAMED, ...UNNAMED]);
    expect(await storedErrands(kind.db)).toEqual([...UNNAMED, ...UNNAMED]);
  });

  it("keep what the database cannot hold as a mark", async () => {
    await using kind = await take();
    const state = await kind.open();
    await state.intake.send([command(6, "a\0b")]);
    expect(await storedErrands(kind.db)).toMatchObject([{ text: "a\ufffdb" }]);
  });

  it("follow a repository that is renamed", async () => {
    await using kind = await take();
    const state = await kind.open();
    await state.intake.send([command(6, "x"), upkeep(7), published("7")]);
    const repository = { id: 6, owner: "umbrella", name: "new" };
    await state.intake.accept(delivery("d1"), [{ kind: "rename", repository }]);
    expect(await storedErrands(kind.db)).toEqual([
      { ...command(6, "x"), repository },
      upkeep(7),
      published("7"),
    ]);
  });

  it("that nobody works on are forgotten after a week", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const state = await kind.open({ clock });
    const [run = ""] = await requested(state, kind.db, push(6));
    const [lost = "", parked = "", kept = ""] = await sent(state, kind.db, upkeep(6), upkeep(7), upkeep(8));
    await state.errands.begin(parked);
    await state.errands.park(parked, run);
    const jobs = kind.db.withSchema("pgboss");
    await jobs
      .deleteFrom("job" as never)
      .where("name" as never, "=", "errand" as never)
      .execute();
    const [young = ""] = await sent(state, kind.db, upkeep(9));
    const left = async () => (await kind.db.selectFrom("errands").select("id").execute()).map(({ id }) => id);
    await state.prune();
    expect((await left()).toSorted()).toEqual([lost, parked, kept, young].toSorted());
    clock.advance(7 * 24 * 3600 * 1000 + 1);
    await state.prune();
    expect((await left()).toSorted()).toEqual([parked, young].toSorted());
  });
});

describeOnBoth("a comment on a pull request", (take) => {
  it("is about the head that was there when it came", async () => {
    await using kind = await take();
    const state = await kind.open();
    const head = (pull: number, commit: string | null) =>
      ({ kind: "head", repository: 6, pull, head: commit }) as const;
    await state.intake.accept(delivery("d1"), [
      head(3, "a1"),
      { kind: "errand", errand: command(6, "first") },
      head(3, "b2"),
      head(4, "c3"),
    ]);
    await state.intake.send([
      command(6, "second"),
      command(6, "on an issue", { isPull: false }),
      command(6, "known", { head: "z9" }),
      command(7, "elsewhere"),
    ]);
    await state.intake.accept(delivery("d2"), [head(3, null)]);
    await state.intake.send([command(6, "closed"), command(6, "other", { thread: 4 })]);
    const told = (await storedErrands(kind.db)).map(
      (errand) => "text" in errand && [errand.text, errand.head],
    );
    expect(told).toEqual([
      ["first", "a1"],
      ["second", "b2"],
      ["on an issue", null],
      ["known", "z9"],
      ["elsewhere", null],
      ["closed", null],
      ["other", "c3"],
    ]);
  });

  it("is repeated where a newer one by the same person waits", async () => {
    await using kind = await take();
    const state = await kind.open();
    const [first = "", ...others] = await sent(
      state,
      kind.db,
      command(6, "/mirror plan"),
      command(6, "/mirror plan", { author: "stranger" }),
      command(6, "/mirror sync"),
      command(6, "/mirror plan", { thread: 4 }),
      command(7, "/mirror plan"),
      plan(6),
    );
    for (const id of [first, ...others]) expect(await state.errands.isRepeated(id)).toBe(false);
    const [again = ""] = await sent(state, kind.db, command(6, "/mirror plan", { comment: 8 }));
    expect(await state.errands.isRepeated(first)).toBe(true);
    expect(await state.errands.isRepeated(again)).toBe(false);
    for (const id of others) expect(await state.errands.isRepeated(id)).toBe(false);
    await state.errands.begin(again);
    expect(await state.errands.isRepeated(first)).toBe(false);
    expect(await state.errands.isRepeated(NOBODY)).toBe(false);
  });
});
