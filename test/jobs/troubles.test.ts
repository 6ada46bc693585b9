import { expect, it } from "vitest";
import type { Troubles } from "../../src/jobs/conversation-state.ts";
import { ManualClock } from "./manual-clock.ts";
import { delivery } from "./requests.ts";
import { place } from "./some-errands.ts";
import { describeOnBoth } from "./state-kinds.ts";

const DAY = 24 * 3600 * 1000;
const NEW = { failures: 1, isOver: false, issue: null, toldAt: null, said: null };

async function lastingOf(troubles: Troubles, since: number): Promise<readonly number[]> {
  return (await troubles.lasting(new Date(since))).map(({ place }) => place.repository.id);
}

describeOnBoth("troubles", (take) => {
  it("begin with a failure, and end without a trace where nobody was told", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { troubles } = await kind.open({ clock });
    const since = new Date(clock.now());
    expect(await troubles.note(place(6), false)).toBeUndefined();
    expect(await troubles.note(place(6), true)).toEqual({ place: place(6), since, ...NEW });
    clock.advance(1000);
    expect(await troubles.note(place(6), true)).toEqual({ place: place(6), since, ...NEW, failures: 2 });
    expect(await troubles.of(7)).toBeUndefined();
    expect(await troubles.note(place(6), false)).toBeUndefined();
    expect(await troubles.of(6)).toBeUndefined();
  });

  it("keep the issue that tells of them when they are over and begin again", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { troubles } = await kind.open({ clock });
    const since = new Date(clock.now());
    for (const _ of [1, 2, 3]) await troubles.note(place(6), true);
    const told = { issue: 12, toldAt: new Date(clock.now()), said: "hash" };
    await troubles.tell(6, told);
    const trouble = { place: place(6), since, failures: 3, isOver: false, ...told };
    expect(await troubles.of(6)).toEqual(trouble);
    clock.advance(1000);
    for (const _ of ["closed", "closed again"])
      expect(await troubles.note(place(6), false)).toEqual({ ...trouble, isOver: true });
    clock.advance(1000);
    const again = { ...trouble, since: new Date(clock.now()), failures: 1 };
    expect(await troubles.note(place(6), true)).toEqual(again);
    await troubles.forget(6);
    expect(await troubles.of(6)).toBeUndefined();
  });

  it("last when they began long ago, are not over, and nobody was told", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { troubles } = await kind.open({ clock });
    for (const repository of [6, 7, 8]) {
      await troubles.note(place(repository), true);
      clock.advance(1000);
    }
    const now = clock.now();
    await troubles.note(place(9), true);
    expect(await lastingOf(troubles, now)).toEqual([6, 7, 8]);
    expect(await lastingOf(troubles, now - 2000)).toEqual([6]);
    await troubles.tell(7, { issue: 1, toldAt: null, said: null });
    await troubles.note(place(8), false);
    expect(await lastingOf(troubles, now)).toEqual([6]);
    await troubles.note(place(7), false);
    await troubles.tell(7, { issue: null, toldAt: null, said: null });
    expect(await lastingOf(troubles, now)).toEqual([6]);
  });

  it("that are over for 90 days are forgotten, and those of a repository with it", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { troubles, ...state } = await kind.open({ clock });
    for (const repository of [6, 7, 8]) {
      await troubles.note(place(repository), true);
      await troubles.tell(repository, { issue: repository, toldAt: null, said: null });
    }
    await troubles.note(place(6), false);
    clock.advance(90 * DAY);
    // That it is still over makes it no younger.
    await troubles.note(place(6), false);
    await state.prune();
    expect(await troubles.of(6)).toBeDefined();
    clock.advance(1);
    await state.prune();
    expect(await troubles.of(6)).toBeUndefined();
    const repository = { id: 7, owner: "umbrella", name: "new" };
    await state.intake.accept(delivery("d1"), [{ kind: "rename", repository }]);
    expect((await troubles.of(7))?.place.repository).toEqual(repository);
    await state.intake.accept(delivery("d2"), [{ kind: "forget-repository", repository: 7 }]);
    expect(await troubles.of(7)).toBeUndefined();
    await state.intake.accept(delivery("d3"), [{ kind: "forget-installation", installation: 1 }]);
    expect(await troubles.of(8)).toBeUndefined();
  });
});
