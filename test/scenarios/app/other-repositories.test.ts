import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { configOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";
import { PACE, WORKFLOW } from "./publish.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse({ publisher: "auto", machine: {}, ghcr: { refuseInstallationTokens: true } });
  for (const name of ["redis", "controller", "mysql"]) house.stock(`library/${name}`, "1");
});

afterAll(() => house[Symbol.asyncDispose]());

const POLICY_PATH = ".github/mirror-policy.yml";
const runsOf = (repository: Repository) => house.github.actions.of(repository).runs;

async function push(repository: Repository, ...mirrors: readonly string[]) {
  const sha = await repository.commit({ files: configOf(...mirrors) });
  await house.settled(PACE);
  return repository.checks.runsOf(sha).at(-1) ?? expect.fail("there is no check run");
}

describe("a config that does not stand where its workflow runs", () => {
  it("is carried out by the repository that the organization names, without what the policy forbids", async () => {
    const policy = [
      "version: 1",
      'sources: { deny: ["docker.io/library/mysql"] }',
      "publisher: { repository: acme/mirrors }",
      "",
    ];
    await house.github.createRepository("acme", ".github", { files: { [POLICY_PATH]: policy.join("\n") } });
    const mirrors = await house.repository("mirrors", WORKFLOW);
    const app = await house.repository("app");
    const check = await push(app, "docker.io/library/mysql:1", "docker.io/library/redis:1");
    expect(check).toMatchObject({
      conclusion: "failure",
      title: expect.stringMatching(/1 copied.*1 blocked/),
    });
    expect(check.summary).toContain("published by acme/mirrors · ghcr-mirror workflow");
    expect(house.ghcr.store.repositories()).toEqual(["acme/redis"]);
    expect(house.ghcr.packages.linkOf("acme/redis")).toBe(mirrors.id);
    expect(runsOf(app)).toEqual([]);
    const [run] = runsOf(mirrors);
    expect(run?.inputs).toMatchObject({ repository: "acme/app", skip: "[0]", destination: "ghcr.io/acme" });
  });

  it("goes to another organization through that organization's own workflow, where it consents", async () => {
    house.github.createOrganization("aibrix");
    house.github.install("aibrix", "all");
    const consent = [
      "version: 1",
      "grants:",
      "  - repository: acme/aibrix",
      "    destinations: [controller]",
      "",
    ];
    const files = { ...WORKFLOW, [POLICY_PATH]: consent.join("\n") };
    const governing = await house.github.createRepository("aibrix", ".github", { files });
    const source = await house.repository("aibrix");
    const check = await push(
      source,
      "docker.io/library/redis:1",
      "{ source: docker.io/library/controller:1, to: ghcr.io/aibrix/controller }",
    );
    expect(check).toMatchObject({ conclusion: "success" });
    expect(check.summary).toContain("published by acme/mirrors · ghcr-mirror workflow");
    expect(check.summary).toContain("published by aibrix/.github · ghcr-mirror workflow");
    expect(house.ghcr.store.repositories().toSorted()).toEqual(["acme/redis", "aibrix/controller"]);
    const [run] = runsOf(governing);
    expect(run?.inputs).toMatchObject({
      repository: "acme/aibrix",
      skip: "[0]",
      destination: "ghcr.io/aibrix",
    });
    const received = governing.checks
      .runsOf(governing.git.branch("main") ?? "")
      .find(({ name }) => name === "mirror / received");
    expect(received).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^From acme\/aibrix: Synced: 1 copied/),
    });
  });

  it("is told what is missing there, and brings the rest", async () => {
    house.github.createOrganization("elsewhere");
    house.github.install("elsewhere", "all");
    const consent = ["version: 1", "grants:", "  - repository: acme/third", '    destinations: ["**"]', ""];
    await house.github.createRepository("elsewhere", ".github", {
      files: { [POLICY_PATH]: consent.join("\n") },
    });
    const source = await house.repository("third");
    const check = await push(
      source,
      "{ source: docker.io/library/redis:1, to: third }",
      "{ source: docker.io/library/controller:1, to: ghcr.io/elsewhere/controller }",
    );
    expect(check).toMatchObject({
      conclusion: "failure",
      title: expect.stringMatching(/1 copied.*1 failed/),
    });
    expect(check.summary).toContain("`WORKFLOW_MISSING`");
    expect(check.annotations).toMatchObject([{ start_line: 4 }]);
    expect(house.ghcr.store.hasRepository("acme/third")).toBe(true);
  });
});
