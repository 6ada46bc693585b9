import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cutInsteadOfResponse, secondaryLimit, status } from "../../../sandbox/github/fault-acts.ts";
import type { FaultAct } from "../../../sandbox/github/faults.ts";
import type { RecordedRequest } from "../../../sandbox/github/recorded-request.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { configOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
let repository: Repository;
beforeEach(async () => {
  house = await openHouse({ tries: 40 });
  house.stock("library/a", "1");
  repository = await house.repository("mirrors");
});
afterEach(() => house[Symbol.asyncDispose]());

/** What writes to GHCR, and what is paid for at Docker Hub. */
const costs = () => ({
  uploads: house.ghcr.count({ kind: "upload", method: "POST" }),
  manifests: house.ghcr.count({ kind: "manifest", method: "PUT" }),
  pulls: house.hub.pulls,
});
const ONCE = { uploads: 3, manifests: 1, pulls: 1 };

const isLastWord = ({ method, body }: RecordedRequest) =>
  method === "PATCH" && /"status":"completed"/.test(JSON.stringify(body));
const isCreation = ({ method, path }: RecordedRequest) => method === "POST" && path.endsWith("/check-runs");
const isLook = ({ path }: RecordedRequest) => path.includes("/contents/");
const isBlob = ({ path }: RecordedRequest) => path.includes("/git/blobs/");

describe("when GitHub is in trouble", () => {
  it.each<[when: string, rule: (request: RecordedRequest) => boolean, act: FaultAct, times: number]>([
    ["the config is looked for", isLook, status(500), 2],
    ["the config is read", isBlob, status(503), 2],
    ["the check run is made", isCreation, status(502), 2],
    ["the check run is made, and no answer comes", isCreation, cutInsteadOfResponse, 1],
    ["the last word is said", isLastWord, status(503), 2],
    ["the last word is said, and no answer comes", isLastWord, cutInsteadOfResponse, 2],
  ])("as %s, the run is finished later, with one check run and one copy", async (_, when, act, times) => {
    house.github.faults.add({ when, times, act });
    const check = await house.apply(repository, "docker.io/library/a:1");
    expect(house.github.faults.pending).toEqual([]);
    expect(check?.suite.runs).toMatchObject([{ status: "completed", conclusion: "success" }]);
    expect(check?.title).toMatch(/^Synced: 1 copied \(/);
    expect(costs()).toEqual(ONCE);
  });

  it("because of us, it is left in peace for as long as it says", async () => {
    house.github.faults.add({ when: isLastWord, act: secondaryLimit(60) });
    const start = house.clock.now();
    const sha = await repository.commit({ files: configOf("docker.io/library/a:1") });
    await house.until(() => house.github.requests.some(isLastWord));
    await house.settled(10);
    expect(repository.checks.runsOf(sha)).toMatchObject([{ status: "completed", conclusion: "success" }]);
    expect(house.github.requests.filter(isLastWord).map((request) => request.status)).toEqual([403, 200]);
    expect(house.clock.now() - start).toBeGreaterThanOrEqual(60_000);
    expect(costs()).toEqual(ONCE);
  });

  it("as a token for packages is asked for, it says so, and Re-run helps", async () => {
    const isNarrow = ({ body }: RecordedRequest) => /"packages":"write"/.test(JSON.stringify(body));
    house.github.faults.add({
      when: isNarrow,
      times: Number.POSITIVE_INFINITY,
      act: status(503, "Unavailable"),
    });
    const sha = await repository.commit({ files: configOf("docker.io/library/a:1") });
    await house.settled(1);
    const [check] = repository.checks.runsOf(sha);
    expect(check).toMatchObject({ conclusion: "failure", title: "Synced: 1 failed" });
    expect(check?.summary).toContain("GitHub gave the App no token for packages");
    house.github.faults.clear();
    repository.pressRerun(check?.id ?? 0);
    await house.settled();
    expect(repository.checks.runsOf(sha).at(-1)).toMatchObject({ conclusion: "success" });
  });

  it("for longer than a run is tried, the check run is ended by a sweep, by what was done", async () => {
    house.github.faults.add({ when: isLastWord, times: Number.POSITIVE_INFINITY, act: status(503) });
    const sha = await repository.commit({ files: configOf("docker.io/library/a:1") });
    await house.until(() => house.log().includes("the end of a job could not be told"));
    house.github.faults.clear();
    await house.sweep();
    await house.settled();
    expect(repository.checks.runsOf(sha)).toMatchObject([
      { status: "completed", conclusion: "success", title: expect.stringMatching(/^Synced: 1 copied/) },
    ]);
    expect(costs()).toEqual(ONCE);
  });

  it("and the process ends, the next one finishes the run", async () => {
    house.github.faults.add({ when: isLastWord, times: Number.POSITIVE_INFINITY, act: status(503) });
    const sha = await repository.commit({ files: configOf("docker.io/library/a:1") });
    await house.until(() => house.github.requests.some(isLastWord));
    const restarted = house.restart();
    house.github.faults.clear();
    await restarted;
    await house.settled();
    expect(repository.checks.runsOf(sha)).toMatchObject([{ status: "completed" }]);
    expect(costs()).toEqual(ONCE);
  });
});
