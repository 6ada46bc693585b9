import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { before } from "../../../sandbox/github/fault-acts.ts";
import type { RecordedRequest } from "../../../sandbox/github/recorded-request.ts";
import { configOf } from "./config-of.ts";
import { holdUpload } from "./hold-upload.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
/** When each check run was said to go on, on the App's clock, by its path. */
let told: Map<string, number[]>;
beforeEach(async () => {
  house = await openHouse({ workerConcurrency: 4 });
  told = new Map();
  const note = ({ method, path, body }: RecordedRequest) => {
    if (method !== "PATCH" || !/"status":"in_progress"/.test(JSON.stringify(body))) return false;
    told.set(path, [...(told.get(path) ?? []), house.clock.now()]);
    return true;
  };
  house.github.faults.add({ when: note, times: Number.POSITIVE_INFINITY, act: before(() => {}) });
});
afterEach(() => house[Symbol.asyncDispose]());

const gapsOf = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe("the progress of a run", () => {
  it("is told every three seconds, and not more often", async () => {
    house.stock("library/a", "1");
    const repository = await house.repository("mirrors");
    const held = holdUpload(house.ghcr, "acme/a");
    const sha = await repository.commit({ files: configOf("docker.io/library/a:1") });
    await held.arrived;
    const [check] = repository.checks.runsOf(sha);
    expect(check).toMatchObject({ status: "in_progress", title: "Looking up tags, 0 s" });
    expect(check?.summary).toBe("Running for 0 s.");
    const start = house.clock.now();
    await house.until(() => [...told.values()].flat().length === 5, 0.1);
    const [times = []] = told.values();
    expect(Math.min(...gapsOf([start, ...times]))).toBeGreaterThanOrEqual(3000);
    await house.until(() => check?.title !== "Looking up tags, 0 s");
    expect(check?.title).toMatch(/^[\d.]+ k?B of 2\.8 kB, .*0\/1 image$/);
    expect(check?.summary).toMatch(/^Running for \d+ s\.$/);
    held.release();
    await house.settled();
    expect(check).toMatchObject({ status: "completed", conclusion: "success" });
  });

  it("is told at a pace that many runs share", async () => {
    const names = ["a", "b", "c", "d"];
    const repositories = await Promise.all(names.map((name) => house.repository(name)));
    const held = names.map((name) => holdUpload(house.ghcr, `acme/${name}`));
    for (const [index, repository] of repositories.entries()) {
      house.stock(`library/${names[index]}`, "1");
      await repository.commit({ files: configOf(`docker.io/library/${names[index]}:1`) });
    }
    await Promise.all(held.map(({ arrived }) => arrived));
    const each = () => [...told.values()];
    await house.until(() => each().length === 4 && each().every(({ length }) => length >= 4), 0.5);
    // A run that was alone at first has told sooner.
    const gaps = each().flatMap((times) => gapsOf(times.slice(1)));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4 * 3000);
    for (const { release } of held) release();
    await house.settled();
  });
});
