import { afterAll, beforeAll, expect, it } from "vitest";
import {
  before,
  cutBeforeResponse,
  cutInsteadOfResponse,
  secondaryLimit,
  status,
  statusAfterEffect,
  waitFor,
} from "../../../sandbox/github/fault-acts.ts";
import type { FaultAct } from "../../../sandbox/github/faults.ts";
import { openGitHub } from "./client.ts";

let hub: Awaited<ReturnType<typeof openGitHub>>;
let installation: number;
beforeAll(async () => {
  hub = await openGitHub();
  installation = hub.github.install("acme", "all");
});
afterAll(async () => {
  expect(hub.github.violations).toEqual([]);
  await hub.github.close();
});

const ask = () => hub.ask("/app", { token: hub.jwt() });
const suspended = () => hub.github.hooks.log.filter(({ action }) => action === "suspend").length;
const suspend = () =>
  hub.ask(`/app/installations/${installation}/suspended`, { method: "PUT", token: hub.jwt() });

it("answers with an error, once, and then honestly", async () => {
  hub.github.faults.add({ act: status(502) });
  expect([(await ask()).status, (await ask()).status]).toEqual([502, 200]);
  expect(hub.github.faults.pending).toEqual([]);
});

it("meets only the requests that it is for, as often as it is to", async () => {
  hub.github.faults.add({
    when: ({ operation }) => operation === "apps/list-installations",
    times: 2,
    act: status(503),
  });
  const list = async () => (await hub.ask("/app/installations", { token: hub.jwt() })).status;
  expect([(await ask()).status, await list(), await list(), await list()]).toEqual([200, 503, 503, 200]);
});

it("asks to wait", async () => {
  hub.github.faults.add({ act: secondaryLimit(7, 429) });
  const answer = await ask();
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
});

it.each<[string, FaultAct, number]>([
  ["before", cutBeforeResponse, 0],
  ["instead of the answer", cutInsteadOfResponse, 1],
])("cuts the connection %s", async (_, act, effects) => {
  const earlier = suspended();
  hub.github.faults.add({ act });
  await expect(suspend()).rejects.toThrow("fetch failed");
  expect(suspended() - earlier).toBe(effects);
  expect(hub.github.requests.at(-1)).toMatchObject({ operation: "apps/suspend-installation", status: 0 });
});

it("does it, and says that it did not", async () => {
  const earlier = suspended();
  hub.github.faults.add({ act: statusAfterEffect(504) });
  expect((await suspend()).status).toBe(504);
  expect(suspended() - earlier).toBe(1);
});

it("waits, and lets something happen first", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  hub.github.faults.add({ act: waitFor(promise) });
  const waiting = ask();
  hub.github.faults.add({ act: before(resolve) });
  expect((await ask()).status).toBe(200);
  expect((await waiting).status).toBe(200);
});
