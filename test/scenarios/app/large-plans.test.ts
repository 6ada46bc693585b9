import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { configOf } from "./config-of.ts";
import { holdUpload } from "./hold-upload.ts";
import { type House, openHouse } from "./open-house.ts";
import { PACE, publish, WORKFLOW } from "./publish.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse({
    publisher: "auto",
    machine: { variables: { MIRROR_BYTES_PER_JOB: "1000000" } },
    ghcr: { refuseInstallationTokens: true },
  });
});

afterAll(() => house[Symbol.asyncDispose]());

/** The one run of the workflow of a repository. */
const runOf = (repository: Repository) =>
  house.github.actions.of(repository).runs[0] ?? expect.fail("no run was begun");

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe("a plan of fifty images", () => {
  it("costs the App less than forty requests to GitHub, and one pull each", async () => {
    const repository = await house.repository("fifty");
    for (const n of numbers(50)) house.stock(`library/small-${n}`, "1");
    const before = house.github.requests.length;
    const pulls = house.hub.pulls;
    // Time goes by faster than it does, so that the App looks more often than it would.
    const check = await publish(
      house,
      repository,
      configOf(...numbers(50).map((n) => `docker.io/library/small-${n}:1`)),
    );
    expect(check).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 50 copied \(/),
    });
    const asked = house.github.requests.slice(before).filter(({ actor }) => actor?.kind !== "job");
    expect(asked.length).toBeLessThan(40);
    expect(house.hub.pulls - pulls).toBe(50);
  });
});

describe("a plan of many bytes", () => {
  it("is shared by several jobs, and told as one", async () => {
    const repository = await house.repository("shared");
    for (const n of numbers(12))
      pushImage(
        house.hub.store,
        `library/large-${n}`,
        "1",
        generateImage({ seed: `large ${n}`, layerSize: 100_000 }),
      );
    const check = await publish(
      house,
      repository,
      configOf(...numbers(12).map((n) => `docker.io/library/large-${n}:1`)),
    );
    expect(check).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 12 copied \(2\.4 MB\)/),
    });
    for (const n of numbers(12)) expect(check.summary).toContain(`\`ghcr.io/acme/large-${n}:1\``);
    const { jobs, artifacts } = runOf(repository);
    expect(jobs.map(({ name, conclusion }) => `${name} ${conclusion}`)).toEqual([
      "mirror success",
      "more (1 of 2) success",
      "more (2 of 2) success",
    ]);
    expect(jobs[0]?.summary).toContain("12 images, 2.4 MB, left to 2 further jobs");
    expect(artifacts.map(({ name }) => name).sort()).toEqual(
      [0, 1, 2].map((part) => `ghcr-mirror-1-${part}`),
    );
  });
});

describe("a workflow that somebody cancels while it copies", () => {
  it("cancels the check run, which tells what had arrived; Re-run brings the rest", async () => {
    const repository = await house.repository("cancelled");
    for (const name of ["first", "second"]) house.stock(`library/${name}`, "1");
    const held = holdUpload(house.ghcr, "acme/second");
    const sha = await repository.commit({
      files: { ...WORKFLOW, ...configOf("docker.io/library/first:1", "docker.io/library/second:1") },
    });
    await house.until(() => house.ghcr.store.tags("acme/first").length > 0, PACE);
    await held.arrived;
    const run = runOf(repository);
    house.github.actions.cancel(run);
    await house.settled(PACE);
    held.release();
    const [check] = repository.checks.runsOf(sha);
    expect(run).toMatchObject({ conclusion: "cancelled", jobs: [{ conclusion: "cancelled" }, {}] });
    expect(check).toMatchObject({
      conclusion: "cancelled",
      title: expect.stringMatching(/^Stopped: 1 copied \(.*\), 1 left undone$/),
    });
    repository.pressRerun(check?.id ?? 0);
    await house.settled(PACE);
    expect(repository.checks.runsOf(sha).at(-1)).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 1 copied .*1 up to date/),
    });
  });
});
