import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareImages } from "../../../sandbox/demo/compare-images.ts";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { status } from "../../../sandbox/registry/fault-acts.ts";
import { DEFAULT_ACTION, WORKFLOW_PATH, workflowText } from "../../../src/workflow/workflow-file.ts";
import { readZip } from "../../sandbox/github/actions/runner/read-zip.ts";
import { configOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";
import { publish, rerun } from "./publish.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse({
    owner: "Acme-Corp",
    publisher: "auto",
    machine: {},
    ghcr: { refuseInstallationTokens: true },
  });
});

afterAll(() => house[Symbol.asyncDispose]());

const runsOf = (repository: Repository) => house.github.actions.of(repository).runs;

describe("images in GHCR, where it refuses the App's token", () => {
  it("are brought byte for byte by the repository's own workflow, for an owner in capitals", async () => {
    const repository = await house.repository("mirrors");
    house.stock("library/redis", "7");
    house.stock("library/vault", "1");
    house.ghcr.resetRequests();
    const check = await publish(
      house,
      repository,
      configOf("docker.io/library/redis:7", "docker.io/library/vault:1"),
    );

    expect(check).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 2 copied \(/),
    });
    expect(check.summary).toMatch(/published by Acme-Corp\/mirrors · ghcr-mirror workflow · \[?run 1\b/);
    for (const [name, reference] of [
      ["redis", "7"],
      ["vault", "1"],
    ] as const) {
      const source = { store: house.hub.store, repository: `library/${name}`, reference };
      const destination = { store: house.ghcr.store, repository: `acme-corp/${name}`, reference };
      expect(compareImages(source, destination).size).toBe(4);
      expect(house.ghcr.packages.linkOf(`acme-corp/${name}`)).toBe(repository.id);
    }

    const [run] = runsOf(repository);
    const [job, more] = run?.jobs ?? [];
    expect([job?.conclusion, more?.conclusion, run?.conclusion]).toEqual(["success", "skipped", "success"]);
    expect(job?.summary).toContain(`## ${check.title}`);
    expect(job?.summary).toContain("`ghcr.io/acme-corp/redis:7`");
    expect(job?.logText).toContain("Synced: 2 copied");
    const [artifact] = run?.artifacts ?? [];
    const files = await readZip(artifact?.zip);
    expect(Object.keys(files)).toEqual(["result.json"]);
    expect(JSON.parse(files["result.json"] ?? "")).toMatchObject({ report: { summary: { copied: 2 } } });
  });

  it("are told of image by image where one fails at its source", async () => {
    const repository = await house.repository("half");
    house.stock("library/good", "1");
    house.stock("library/bad", "1");
    const when = { kind: "manifest", repository: "library/bad" } as const;
    house.hub.faults.add({ when, times: 99, act: status(403) });
    const check = await publish(
      house,
      repository,
      configOf("docker.io/library/good:1", "docker.io/library/bad:1"),
    );
    house.hub.faults.clear();

    expect(check).toMatchObject({
      conclusion: "failure",
      title: expect.stringMatching(/^Synced: 1 copied .*1 failed/),
    });
    expect(check.summary).toMatch(/\| ✗ \| `docker\.io\/library\/bad:1` \|/);
    expect(check.summary).toMatch(/\| \+ \| `docker\.io\/library\/good:1` \|/);
    expect(runsOf(repository)).toMatchObject([
      { conclusion: "failure", jobs: [{ conclusion: "failure" }, { conclusion: "skipped" }] },
    ]);
  });
});

describe("a package that a person pushed first", () => {
  it("fails alone, with the page where access is given; given, Re-run brings it", async () => {
    const repository = await house.repository("granted");
    house.stock("library/own", "1");
    house.stock("library/theirs", "1");
    pushImage(house.ghcr.store, "acme-corp/theirs", "old", generateImage({ seed: "by hand" }));
    const check = await publish(
      house,
      repository,
      configOf("docker.io/library/own:1", "docker.io/library/theirs:1"),
    );
    expect(check).toMatchObject({
      conclusion: "failure",
      title: expect.stringMatching(/^Synced: 1 copied .*1 failed/),
    });
    expect(check.summary).toContain("permission_denied: write_package");
    expect(check.summary).toContain("Manage Actions access");
    expect(check.summary).toContain(
      "Add `Acme-Corp/granted` here: [https&#58;//github.com/orgs/acme-corp/packages/container/theirs/settings](<https://github.com/orgs/acme-corp/packages/container/theirs/settings>)",
    );

    house.ghcr.packages.grant("acme-corp/theirs", repository.id, "write");
    expect(await rerun(house, repository, check)).toMatchObject({
      conclusion: "success",
      title: expect.stringMatching(/^Synced: 1 copied .*1 up to date/),
    });
    expect(house.ghcr.store.tags("acme-corp/theirs")).toEqual(["old", "1"]);
  });
});

describe("a job that may not write packages", () => {
  it("is told what its workflow lacks", async () => {
    const repository = await house.repository("read-only");
    house.stock("library/refused", "1");
    const text = workflowText(DEFAULT_ACTION).replaceAll(/^ *packages: write.*\n/gm, "");
    const check = await publish(house, repository, {
      ...configOf("docker.io/library/refused:1"),
      [WORKFLOW_PATH]: text,
    });
    expect(check).toMatchObject({ conclusion: "failure", title: "Synced: 1 failed" });
    expect(check.summary).toContain("installation not allowed to Create organization package");
    expect(check.summary).toContain("Give the job `permissions: packages: write`");
    expect(house.ghcr.store.hasRepository("acme-corp/refused")).toBe(false);
  });
});

describe("who may see a package", () => {
  it("is told once where it is new, and each time where the config wants otherwise, until that is so", async () => {
    const repository = await house.repository("seen");
    house.stock("library/open", "1");
    house.stock("library/quiet", "1");
    const wish = "{ source: docker.io/library/open:1, visibility: public }";
    const notices = ({ summary = "" }: CheckRun) =>
      [...summary.matchAll(/^- `(ghcr\.io\/\S+)` (is [^.]+)\./gm)].map(([, name, what]) => `${name} ${what}`);
    const wanted = "ghcr.io/acme-corp/open is private, and the config wants it public";

    const first = await publish(house, repository, configOf(wish, "docker.io/library/quiet:1"));
    expect(notices(first)).toEqual([wanted, "ghcr.io/acme-corp/quiet is new and private"]);
    expect(first.summary).toContain(
      "https://github.com/orgs/acme-corp/packages/container/open/settings>) → Change visibility",
    );
    expect(first.summary).toContain("Seen at the destination by ghcr-mirror itself: 0 of 2 images.");

    const second = await rerun(house, repository, first);
    expect(notices(second)).toEqual([wanted]);

    house.ghcr.store.setVisibility("acme-corp/open", "public");
    const third = await rerun(house, repository, second);
    expect(notices(third)).toEqual([]);
    expect(third.summary).toContain("Seen at the destination by ghcr-mirror itself: 1 of 2 images.");
    expect(third.text).toMatch(/`ghcr\.io\/acme-corp\/open:1@sha256:\w+` \| ✓ \|/);
    expect(third.text).toMatch(/`ghcr\.io\/acme-corp\/quiet:1@sha256:\w+` \| as reported \|/);
  });
});
