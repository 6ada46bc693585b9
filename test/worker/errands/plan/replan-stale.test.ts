import { expect, it } from "vitest";
import type { Plan } from "../../../../src/jobs/conversation-state.ts";
import { abandonPlan } from "../../../../src/worker/errands/plan/abandon-plan.ts";
import { replanStale } from "../../../../src/worker/errands/plan/replan-stale.ts";
import { PlanningHouse, refused, sha } from "./planning-house.ts";

const HOUR = 3_600_000;

function openHouse() {
  const house = new PlanningHouse();
  house.commit("acme/mirrors", "base");
  const plan = (pull: number, age: number, changes: Partial<Plan> = {}): void => {
    house.plans.set(pull, {
      place: house.place("acme/mirrors"),
      pull,
      head: sha("head"),
      base: sha("base"),
      baseBranch: "main",
      checkRun: 9,
      said: "sha256:1",
      comment: null,
      sources: [],
      computedAt: new Date(house.clock.now() - age),
      ...changes,
    });
  };
  return { house, plan };
}

it("plans of more than six hours ago are computed again, quietly", async () => {
  const { house, plan } = openHouse();
  plan(1, 5 * HOUR);
  plan(2, 7 * HOUR);
  await replanStale(house.parts, house.context.signal);
  expect(house.sent).toEqual([
    { kind: "plan", ...house.place("acme/mirrors"), pull: 2, isFresh: true, isQuiet: true },
  ]);
});

it("nothing is sent where none is old", async () => {
  const { house } = openHouse();
  await replanStale(house.parts, house.context.signal);
  expect(house.sent).toEqual([]);
});

it.each([
  ["one that was begun is ended, and forgotten", "", undefined, ["update completed 9", "forget 3"]],
  ["one that GitHub does not let us end is forgotten", "", refused(), ["forget 3"]],
  ["one that was told stays", "sha256:1", undefined, []],
])("of plans that are given up, %s", async (_what, said, refusal, deeds) => {
  const { house, plan } = openHouse();
  plan(3, 0, { said });
  if (refusal) house.refusals.set("update", refusal);
  const errand = { kind: "plan", ...house.place("acme/mirrors"), pull: 3, isFresh: false } as const;
  await abandonPlan(house.parts, errand, house.context.signal);
  expect(house.deeds).toEqual(deeds);
});
