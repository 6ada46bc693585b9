import { expect, it } from "vitest";
import type { Plan } from "../../src/jobs/conversation-state.ts";
import { ManualClock } from "./manual-clock.ts";
import { delivery } from "./requests.ts";
import { place } from "./some-errands.ts";
import { describeOnBoth } from "./state-kinds.ts";

const DAY = 24 * 3600 * 1000;
const BASE = "ghcr.io/acme/base";

function planOf(repository: number, pull: number, given: Partial<Plan> = {}): Plan {
  return {
    place: place(repository),
    pull,
    head: "a1",
    base: "b2",
    baseBranch: "main",
    checkRun: 9_007_199_254_740_991,
    said: "hash",
    comment: null,
    sources: [BASE, "docker.io/library/redis"],
    computedAt: new Date(Date.UTC(2026, 10, 22)),
    ...given,
  };
}

describeOnBoth("plans", (take) => {
  it("are kept for each pull request, the last one, until it is closed", async () => {
    await using kind = await take();
    const { plans, ...state } = await kind.open();
    const plan = planOf(6, 3, { comment: 8 });
    await plans.put(planOf(6, 3));
    await plans.put(plan);
    await plans.put(planOf(6, 4));
    await plans.put(planOf(7, 3));
    expect(await plans.of(6, 3)).toEqual(plan);
    expect(await plans.ofRepository(6)).toEqual([plan, planOf(6, 4)]);
    await plans.forget(6, 4);
    expect(await plans.of(6, 4)).toBeUndefined();
    const closed = { kind: "head", repository: 6, pull: 3, head: null } as const;
    await state.intake.accept(delivery("d1"), [{ ...closed, head: "c3" }]);
    expect(await plans.of(6, 3)).toBeDefined();
    await state.intake.accept(delivery("d2"), [closed]);
    expect(await plans.of(6, 3)).toBeUndefined();
    expect(await plans.of(7, 3)).toBeDefined();
  });

  it("are found by what they talk about, and by their age", async () => {
    await using kind = await take();
    const { plans } = await kind.open();
    const at = (day: number) => new Date(Date.UTC(2026, 10, day));
    const old = planOf(6, 3, { computedAt: at(1) });
    const older = planOf(6, 4, { computedAt: at(0), sources: [] });
    const young = planOf(7, 3, { computedAt: at(2) });
    for (const plan of [young, old, older]) await plans.put(plan);
    expect(await plans.about(BASE)).toEqual([old, young]);
    expect(await plans.about("ghcr.io/acme")).toEqual([]);
    expect(await plans.before(at(2))).toEqual([older, old]);
  });

  it("follow a repository that is renamed, and are forgotten with it or its installation", async () => {
    await using kind = await take();
    const { plans, ...state } = await kind.open();
    const elsewhere = planOf(8, 3, { place: place(8, 2) });
    for (const plan of [planOf(6, 3), planOf(7, 3), elsewhere]) await plans.put(plan);
    const repository = { id: 6, owner: "umbrella", name: "new" };
    await state.intake.accept(delivery("d1"), [{ kind: "rename", repository }]);
    expect((await plans.of(6, 3))?.place).toEqual({ installation: 1, repository });
    await state.intake.accept(delivery("d2"), [{ kind: "forget-repository", repository: 6 }]);
    expect(await plans.about(BASE)).toHaveLength(2);
    await state.intake.accept(delivery("d3"), [{ kind: "forget-installation", installation: 1 }]);
    expect(await plans.about(BASE)).toEqual([elsewhere]);
  });

  it("are forgotten after 90 days", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { plans, ...state } = await kind.open({ clock });
    await plans.put(planOf(6, 3));
    clock.advance(90 * DAY);
    await state.prune();
    expect(await plans.of(6, 3)).toBeDefined();
    clock.advance(1);
    await state.prune();
    expect(await plans.of(6, 3)).toBeUndefined();
  });
});
