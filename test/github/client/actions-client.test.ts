import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { status } from "../../../sandbox/github/fault-acts.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { SandboxGitHub } from "../../../sandbox/github/start-github.ts";
import type { InstallationGitHub } from "../../../src/github/github.ts";
import { GitHubError, isGitHubError } from "../../../src/github/github-error.ts";
import { openGitHub } from "../../sandbox/github/client.ts";
import { connectTo, ROOMY } from "./connect-to.ts";

const { signal } = new AbortController();
const NAME = { owner: "acme", name: "mirrors" };
const FILE = "ghcr-mirror.yml";
const TEXT = `name: ghcr-mirror
run-name: ghcr-mirror \${{ inputs.run }}
on:
  workflow_dispatch:
    inputs:
      run: { required: true }
jobs:
  mirror:
    runs-on: ubuntu-latest
    steps: [{ run: "true" }]
`;

let github: SandboxGitHub;
let client: InstallationGitHub;
let repository: Repository;

beforeAll(async () => {
  ({ github } = await openGitHub({ limits: ROOMY }));
  repository = await github.createRepository("acme", "mirrors", {
    files: { [`.github/workflows/${FILE}`]: TEXT, "README.md": "Hällo" },
  });
  client = connectTo(github).installation(github.install("acme", "all"));
});

afterAll(async () => {
  const { violations } = github;
  await github.close();
  expect(violations).toEqual([]);
});

let started = 0;

/** Starts the workflow, and resolves with the run as GitHub has it. */
async function start() {
  started += 1;
  const inputs = { run: `r${started}` };
  const id = await client.actions.dispatch(NAME, { file: FILE, ref: "main", inputs }, signal);
  const { runs } = github.actions.of(repository);
  return { id, run: runs.at(-1) ?? expect.fail("nothing was started") };
}

describe("readFile", () => {
  it("reads a file of a branch", async () => {
    const file = { path: "README.md", ref: "main", limit: 100 };
    expect(await client.readFile(NAME, file, signal)).toBe("Hällo");
    await expect(client.readFile(NAME, { ...file, limit: 5 }, signal)).rejects.toThrow("larger than 5 bytes");
  });

  it.each(["none.md", ".github", "README.md/x"])("finds no file at %s", async (path) => {
    expect(await client.readFile(NAME, { path, ref: "main", limit: 100 }, signal)).toBeUndefined();
  });
});

describe("repository", () => {
  it("tells what it is, and nothing of what is out of reach", async () => {
    expect(await client.repository({ ...NAME, name: "Mirrors" }, signal)).toEqual({
      id: repository.id,
      owner: "acme",
      name: "mirrors",
      defaultBranch: "main",
      url: expect.stringMatching(/\/acme\/mirrors$/),
      isArchived: false,
      isPrivate: false,
    });
    expect(await client.repository({ owner: "acme", name: "none" }, signal)).toBeUndefined();
  });
});

describe("workflow", () => {
  it("tells how it stands", async () => {
    const page = expect.stringContaining("/acme/mirrors/");
    expect(await client.actions.workflow(NAME, FILE, signal)).toEqual({ state: "active", url: page });
    github.actions.of(repository).setState(FILE, "disabled_manually");
    expect(await client.actions.workflow(NAME, FILE, signal)).toMatchObject({ state: "disabled_manually" });
    github.actions.of(repository).setState(FILE, "active");
    expect(await client.actions.workflow(NAME, "none.yml", signal)).toBeUndefined();
  });
});

describe("dispatch", () => {
  it("begins a run, and resolves with its id", async () => {
    const { id, run } = await start();
    expect(run).toMatchObject({ id, title: `ghcr-mirror r${started}`, inputs: { run: `r${started}` } });
  });

  it.each(["no-details", "details-refused"] as const)(
    "begins one also at a GitHub with %s",
    async (answer) => {
      github.actions.dispatchAnswer = answer;
      const before = github.actions.of(repository).runs.length;
      expect((await start()).id).toBeUndefined();
      expect(github.actions.of(repository).runs).toHaveLength(before + 1);
      github.actions.dispatchAnswer = "details";
    },
  );

  it("does not begin a second one where the answer is lost", async () => {
    github.faults.add({ when: ({ path }) => path.endsWith("/dispatches"), act: status(502) });
    await expect(start()).rejects.toSatisfy((error) => isGitHubError(error, "UNAVAILABLE"));
  });

  it("passes on why GitHub does not", async () => {
    const dispatch = { file: FILE, ref: "main", inputs: { run: "1", color: "red" } };
    const refused = await client.actions.dispatch(NAME, dispatch, signal).catch((error) => error);
    expect(refused).toBeInstanceOf(GitHubError);
    expect(refused).toMatchObject({
      code: "INVALID",
      status: 422,
      words: expect.stringContaining('"color"'),
    });
  });
});

describe("runs", () => {
  it("are found by their title, and looked at", async () => {
    const { id = 0, run } = await start();
    const wanted = { file: FILE, title: `r${started}` };
    const found = await client.actions.findRun(NAME, wanted, signal);
    expect(found).toMatchObject({ id, number: run.number, attempt: 1, status: "queued", conclusion: null });
    expect(await client.actions.run(NAME, id, signal)).toEqual(found);
    expect(await client.actions.findRun(NAME, { ...wanted, title: "none" }, signal)).toBeUndefined();
    expect(await client.actions.run(NAME, 1, signal)).toBeUndefined();
  });

  it("that are run again have waited since then", async () => {
    const { id = 0, run } = await start();
    run.startedAt = new Date("2030-01-01T00:00:00Z");
    expect(await client.actions.run(NAME, id, signal)).toMatchObject({ askedAt: run.startedAt });
  });

  it("have jobs, with what GitHub remarks on them", async () => {
    const { id = 0, run } = await start();
    const [first, second] = [run.addJob("mirror"), run.addJob("more")];
    first.begin();
    first.beginStep("Set up");
    first.endStep();
    first.beginStep("Never");
    first.endStep("skipped");
    second.complete("failure", ["The job was not started because of a spending limit."]);
    const jobs = await client.actions.jobs(NAME, id, signal);
    expect(jobs).toMatchObject([
      { name: "mirror", status: "in_progress", conclusion: null, begunSteps: 1, checkRun: first.checkRunId },
      { name: "more", status: "completed", conclusion: "failure", begunSteps: 0 },
    ]);
    const [, failed = expect.fail()] = jobs;
    expect(await client.actions.remarks(NAME, failed, signal)).toEqual([
      "The job was not started because of a spending limit.",
    ]);
    run.complete("failure");
  });

  it("are cancelled, and left alone where they have ended", async () => {
    const { id = 0, run } = await start();
    await client.actions.cancel(NAME, id, signal);
    expect(run.conclusion).toBe("cancelled");
    await client.actions.cancel(NAME, id, signal);
    await client.actions.cancel(NAME, 1, signal);
  });
});

describe("artifacts", () => {
  it("are listed and fetched, from a storage that is shown no token", async () => {
    const { id = 0, run } = await start();
    const content = Buffer.from("PK something");
    run.addArtifact("result", content);
    run.addArtifact("old", content).expire();
    const [artifact, ...others] = await client.actions.artifacts(NAME, id, signal);
    expect(others).toEqual([]);
    expect(artifact).toMatchObject({ name: "result", size: content.length });
    const fetched = await client.actions.download(NAME, artifact?.id ?? 0, 100, signal);
    expect(fetched).toEqual(content);
    run.complete("success");
  });

  it("are listed also where there are more than one page of them", async () => {
    const { id = 0, run } = await start();
    for (let part = 0; part < 120; part += 1) run.addArtifact(`ghcr-mirror-1-${part}`, Buffer.of());
    const artifacts = await client.actions.artifacts(NAME, id, signal);
    expect(new Set(artifacts.map(({ name }) => name)).size).toBe(120);
    run.complete("success");
  });

  it("are given up where they are too large, or gone", async () => {
    const { run } = await start();
    const [large, gone] = [
      run.addArtifact("large", Buffer.alloc(2000)),
      run.addArtifact("gone", Buffer.of()),
    ];
    gone.expire();
    const fetching = (id: number) => client.actions.download(NAME, id, 1000, signal);
    await expect(fetching(large.id)).rejects.toSatisfy((error) => isGitHubError(error, "TOO_LARGE"));
    await expect(fetching(gone.id)).rejects.toSatisfy((error) => isGitHubError(error, "NOT_FOUND"));
    run.complete("success");
  });
});
