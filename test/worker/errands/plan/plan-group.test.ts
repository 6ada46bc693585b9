import { expect, it } from "vitest";
import { planGroup } from "../../../../src/worker/errands/plan/plan-group.ts";
import { configOf, PlanningHouse, refused } from "./planning-house.ts";

const REDIS = "docker.io/library/redis:7";
const VAULT = "docker.io/hashicorp/vault:1.18";

function openHouse(files: Readonly<Record<string, string>>) {
  const house = new PlanningHouse();
  const head = house.commit("acme/mirrors", "group", files);
  const base = house.commit("acme/mirrors", "base", { "mirror.yml": configOf(REDIS) });
  const plan = () =>
    planGroup(
      house.parts,
      { kind: "group", ...house.place("acme/mirrors"), head, base },
      "one",
      house.context,
    );
  return { house, head, base, plan };
}

it("a group that changes the config gets a check run, without comment, buttons or memory", async () => {
  const { house, head, base, plan } = openHouse({ "mirror.yml": configOf(REDIS, VAULT) });
  await plan();
  expect(house.deeds).toEqual(["create completed mirror / plan"]);
  expect(house.checks).toMatchObject([
    {
      commit: head,
      externalId: `group:${base}:one`,
      conclusion: "success",
      buttons: [],
      output: { title: "Plan: 2 to copy (2 MB)" },
    },
  ]);
  expect(house.checks[0]?.output.summary).toContain("Takes effect after merge.");
});

it("is found again after a crash", async () => {
  const { house, plan } = openHouse({ "mirror.yml": configOf(REDIS, VAULT) });
  await plan();
  await plan();
  expect(house.deeds).toEqual(["create completed mirror / plan", "update completed 1"]);
});

it("with a wrong config fails", async () => {
  const { house, plan } = openHouse({ "mirror.yml": configOf("Not An Image") });
  await plan();
  expect(house.checks).toMatchObject([{ conclusion: "failure" }]);
});

it("that changes nothing of it gets none", async () => {
  const { house, plan } = openHouse({ "mirror.yml": configOf(REDIS), CODEOWNERS: "*" });
  await plan();
  expect(house.deeds).toEqual([]);
});

it("is left alone where GitHub takes no check run", async () => {
  const { house, plan } = openHouse({ "mirror.yml": configOf(REDIS, VAULT) });
  house.refusals.set("create", refused());
  await plan();
  expect(house.log.lines).toEqual(["warn GitHub does not let a plan be told"]);
});
