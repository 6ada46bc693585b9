import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { status } from "../../../sandbox/github/fault-acts.ts";
import type { RecordedRequest } from "../../../sandbox/github/recorded-request.ts";
import { configOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house[Symbol.asyncDispose]());

const isPush = ({ event }: { event: string }) => event === "push";
const listsDeliveries = ({ path }: RecordedRequest) => path.startsWith("/app/hook/deliveries");

async function runsOf(repository: { id: number }) {
  return await house.rows(
    `select reason, conclusion from ghcr_mirror.runs
      where repository = ${repository.id} and conclusion <> 'none' order by position`,
  );
}

describe("a delivery", () => {
  it("that comes twice is one run", async () => {
    house.stock("library/a", "1");
    const repository = await house.repository("a");
    house.github.hooks.faults.add({ when: isPush, fault: { kind: "duplicate" } });
    const check = await house.apply(repository, "docker.io/library/a:1");
    expect(check?.suite.runs).toHaveLength(1);
    expect(await runsOf(repository)).toEqual([{ reason: "push", conclusion: "success" }]);
  });

  it("that is lost is asked for again, once", async () => {
    house.stock("library/a", "1");
    const repository = await house.repository("a");
    house.github.hooks.faults.add({ when: isPush, fault: { kind: "lose" } });
    const sha = await repository.commit({ files: configOf("docker.io/library/a:1") });
    await house.settled();
    expect(repository.checks.runsOf(sha)).toEqual([]);

    await house.sweep();
    await house.settled();
    expect(repository.checks.runsOf(sha)).toMatchObject([{ conclusion: "success" }]);
    const again = () =>
      house.github.hooks.log
        .filter(({ isRedelivery }) => isRedelivery)
        .map(({ event, statusCode }) => ({ event, statusCode }));
    expect(again()).toEqual([{ event: "push", statusCode: 200 }]);

    await house.sweep();
    await house.settled();
    expect(again()).toHaveLength(1);
    expect(repository.checks.runsOf(sha)).toHaveLength(1);
  });

  it("that GitHub has no record of is not needed: the repository is looked at", async () => {
    house.stock("library/a", "1");
    const repository = await house.repository("a");
    house.github.faults.add({
      when: listsDeliveries,
      times: Number.POSITIVE_INFINITY,
      act: { name: "no deliveries", run: async () => ({ status: 200, body: [] }) },
    });
    house.github.hooks.faults.add({ when: isPush, fault: { kind: "lose" } });
    const sha = await repository.commit({ files: configOf("docker.io/library/a:1") });
    await house.sweep();
    await house.settled();
    expect(repository.checks.runsOf(sha)).toMatchObject([{ conclusion: "success" }]);
    expect(await runsOf(repository)).toEqual([{ reason: "sweep", conclusion: "success" }]);

    const asked = house.github.requests.length;
    await house.sweep();
    await house.settled();
    const paths = house.github.requests.slice(asked).map(({ path }) => path.replace(/\?.*/, ""));
    expect(paths).toEqual(["/app/hook/deliveries", "/app/installations", "/installation/repositories"]);
  });

  it("cannot be asked for at an older Enterprise Server, which is logged once", async () => {
    house.stock("library/a", "1");
    const repository = await house.repository("a");
    house.github.faults.add({
      when: listsDeliveries,
      times: Number.POSITIVE_INFINITY,
      act: status(404, "Not Found"),
    });
    house.github.hooks.faults.add({ when: isPush, fault: { kind: "lose" } });
    const sha = await repository.commit({ files: configOf("docker.io/library/a:1") });
    await house.sweep();
    await house.sweep();
    await house.settled();
    expect(repository.checks.runsOf(sha)).toMatchObject([{ conclusion: "success" }]);
    expect(house.log().split("this GitHub has no API for that")).toHaveLength(2);
  });
});
