import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { status, statusAfterEffect } from "../../../sandbox/github/fault-acts.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { SandboxGitHub } from "../../../sandbox/github/start-github.ts";
import type { InstallationGitHub, NewCheckRun } from "../../../src/github/github.ts";
import { isGitHubError } from "../../../src/github/github-error.ts";
import type { Annotation } from "../../../src/github/report/check-output.ts";
import { openGitHub } from "../../sandbox/github/client.ts";
import { connectTo, ROOMY } from "./connect-to.ts";

const { signal } = new AbortController();
const WORDS = { title: "Title", summary: "Summary" };
const NAME = { owner: "acme", name: "mirrors" };

let github: SandboxGitHub;
let client: InstallationGitHub;
let repository: Repository;

function newCheck(commit: string, externalId: string): NewCheckRun {
  return { name: "mirror / sync", commit, externalId, status: "in_progress", output: WORDS };
}

function annotations(count: number): readonly Annotation[] {
  return Array.from({ length: count }, (_, index) => ({
    path: ".github/mirror.yml",
    startLine: index + 1,
    endLine: index + 1,
    level: "failure",
    title: "Problem",
    message: `number ${index}`,
  }));
}

beforeAll(async () => {
  ({ github } = await openGitHub({ limits: ROOMY }));
  repository = await github.createRepository("acme", "mirrors", {
    files: {
      ".github/mirror.yml": "version: 1\n",
      ".github/workflows/ci.yml": "on: push\n",
      "README.md": "#\n",
    },
  });
  await github.createRepository("acme", "empty");
  client = connectTo(github).installation(github.install("acme", "all"));
});

afterAll(async () => {
  const { violations } = github;
  await github.close();
  expect(violations).toEqual([]);
});

describe("repositories", () => {
  it("lists them over several pages", async () => {
    for (let index = 0; index < 101; index++) await github.createRepository("acme", `r${index}`);
    const names: string[] = [];
    for await (const { name } of client.repositories(signal)) names.push(name);
    expect(names.length).toBe(103);
    expect(new Set(names).size).toBe(103);
  });
});

describe("defaultHead", () => {
  it("is the head of the default branch, whatever its name", async () => {
    const named = await github.createRepository("acme", "named", {
      defaultBranch: "trunk",
      files: { a: "1" },
    });
    const head = await named.commit({ files: { a: "2" } });
    await named.commit({ files: { a: "3" }, branch: "topic" });
    expect(await client.defaultHead({ owner: "acme", name: "named" }, signal)).toBe(head);
  });

  it("is nothing where there is no repository", async () => {
    expect(await client.defaultHead({ owner: "acme", name: "absent" }, signal)).toBeUndefined();
  });

  it("is nothing in an empty repository", async () => {
    expect(await client.defaultHead({ owner: "acme", name: "empty" }, signal)).toBeUndefined();
  });
});

describe("listFolder", () => {
  const list = async (path: string, at?: string, name = NAME) =>
    await client.listFolder(name, path, at ?? (await repository.commit({})), signal);

  it("lists a folder at a commit", async () => {
    const items = await list(".github");
    expect(items.map(({ name, kind, size }) => ({ name, kind, size }))).toEqual([
      { name: "mirror.yml", kind: "file", size: 11 },
      { name: "workflows", kind: "dir", size: 0 },
    ]);
    const bytes = await client.readBlob(NAME, items[0]?.sha ?? "", 11, signal);
    expect(bytes.toString()).toBe("version: 1\n");
  });

  it.each([
    ["a file", "README.md"],
    ["nothing", "absent"],
  ])("is empty for %s", async (_, path) => {
    expect(await list(path)).toEqual([]);
  });

  it("is not known for a commit that GitHub does not know, or not yet", async () => {
    const unknown = list(".github", "0".repeat(40));
    await expect(unknown).rejects.toMatchObject({ code: "UNKNOWN_COMMIT" });
  });

  it("is empty for a repository that is not there", async () => {
    expect(await list(".github", "0".repeat(40), { owner: "acme", name: "absent" })).toEqual([]);
  });
});

describe("readBlob", () => {
  it("refuses what is too large", async () => {
    const [file] = await client.listFolder(NAME, ".github", await repository.commit({}), signal);
    const reading = client.readBlob(NAME, file?.sha ?? "", 10, signal);
    await expect(reading).rejects.toSatisfy((error) => isGitHubError(error, "TOO_LARGE"));
  });
});

describe("findCheckRun", () => {
  it("finds it by its external id, among older and newer ones of the same name", async () => {
    const commit = await repository.commit({ files: { a: "find" } });
    const ids: number[] = [];
    for (const id of ["one", "two", "three"])
      ids.push(await client.createCheckRun(NAME, newCheck(commit, id), signal));
    for (const [index, externalId] of ["one", "two", "three"].entries()) {
      expect(await client.findCheckRun(NAME, newCheck(commit, externalId), signal)).toBe(ids[index]);
    }
    expect(await client.findCheckRun(NAME, newCheck(commit, "four"), signal)).toBeUndefined();
  });

  it("finds it on the second page", async () => {
    const commit = await repository.commit({ files: { a: "pages" } });
    const first = await client.createCheckRun(NAME, newCheck(commit, "first"), signal);
    for (let index = 0; index < 100; index++)
      await client.createCheckRun(NAME, newCheck(commit, `${index}`), signal);
    expect(await client.findCheckRun(NAME, newCheck(commit, "first"), signal)).toBe(first);
  });

  it("does not take another name's", async () => {
    const commit = await repository.commit({ files: { a: "name" } });
    await client.createCheckRun(NAME, { ...newCheck(commit, "one"), name: "other" }, signal);
    expect(await client.findCheckRun(NAME, newCheck(commit, "one"), signal)).toBeUndefined();
  });
});

describe("createCheckRun", () => {
  it("makes one, also where GitHub made it and could not say so", async () => {
    const commit = await repository.commit({ files: { a: "create" } });
    const [installation = 0] = github.installations();
    const insistent = connectTo(github, { retryAfterBaseValue: 0 }).installation(installation);
    github.faults.add({
      when: ({ operation }) => operation === "checks/create",
      act: statusAfterEffect(502),
    });
    await insistent.createCheckRun(NAME, newCheck(commit, "once"), signal).catch(() => {});
    expect(repository.checks.runsOf(commit)).toHaveLength(1);
  });
});

describe("updateCheckRun", () => {
  const open = async (text: string) => {
    const commit = await repository.commit({ files: { a: text } });
    const id = await client.createCheckRun(NAME, newCheck(commit, text), signal);
    const end = (count: number) =>
      client.updateCheckRun(
        NAME,
        id,
        { status: "completed", conclusion: "failure", output: { ...WORDS, annotations: annotations(count) } },
        signal,
      );
    return { run: repository.checks.run(id), end };
  };

  it.each([0, 1, 50, 51, 120])("ends with %i annotations, each once", async (count) => {
    const { run, end } = await open(`annotations ${count}`);
    await end(count);
    expect(run).toMatchObject({ status: "completed", conclusion: "failure", title: "Title" });
    expect(run.annotations.map(({ message }) => message)).toEqual(
      annotations(count).map(({ message }) => message),
    );
  });

  it.each([0, 1, 2])("goes on where one broke off after %i portions", async (portions) => {
    const { run, end } = await open(`broken off after ${portions}`);
    let updates = 0;
    github.faults.add({
      when: ({ method, path }) =>
        method === "PATCH" && path.includes("/check-runs/") && updates++ === portions,
      act: status(502),
    });
    await expect(end(120)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(run).toMatchObject({ status: "in_progress" });
    await end(120);
    await end(120);
    expect(run).toMatchObject({ status: "completed" });
    expect(run.annotations.map(({ message }) => message)).toEqual(
      annotations(120).map(({ message }) => message),
    );
  });
});

describe("buttons", () => {
  const [plan, sync] = [
    { button: "plan", label: "Plan again", description: "Looks at everything again." },
    { button: "sync", label: "Sync now", description: "Copies what this pull request adds." },
  ] as const;

  it("are put on a check run, stay, are exchanged and taken away", async () => {
    const commit = await repository.commit({ files: { a: "buttons" } });
    const id = await client.createCheckRun(NAME, { ...newCheck(commit, "b"), buttons: [plan, sync] }, signal);
    const run = repository.checks.run(id);
    const identifiers = () => run.actions.map(({ identifier }) => identifier);
    const update = { status: "completed", conclusion: "success", output: WORDS } as const;
    expect(run.actions).toMatchObject([
      { identifier: "plan", label: plan.label, description: plan.description },
      { identifier: "sync" },
    ]);
    await client.updateCheckRun(NAME, id, update, signal);
    expect(identifiers()).toEqual(["plan", "sync"]);
    await client.updateCheckRun(NAME, id, { ...update, buttons: [plan] }, signal);
    expect(identifiers()).toEqual(["plan"]);
    await client.updateCheckRun(NAME, id, { ...update, buttons: [] }, signal);
    expect(identifiers()).toEqual([]);
  });
});

describe("roleOf", () => {
  const roleOf = async (login: string, name = "mirrors") =>
    await client.roleOf({ owner: "acme", name }, login, signal);

  it.each(["read", "triage", "write", "maintain", "admin"] as const)("is %s", async (role) => {
    github.createUser(`the-${role}`);
    repository.setRole(`the-${role}`, role);
    expect(await roleOf(`the-${role}`)).toBe(role);
  });

  it("of a stranger is none in a private repository", async () => {
    await github.createRepository("acme", "secret", { private: true });
    github.createUser("stranger");
    expect(await roleOf("stranger", "secret")).toBe("none");
    expect(await roleOf("stranger")).toBe("read");
  });

  it("of nobody is none", async () => {
    expect(await roleOf("nobody")).toBe("none");
    expect(await roleOf("renovate[bot]")).toBe("none");
  });

  it.each(["", "..", "octocat/..", "a/b", "a?b", "a%2Fb", "octo cat"])(
    "of %j is not even asked",
    async (login) => {
      const before = github.requests.length;
      expect(await roleOf(login)).toBe("none");
      expect(github.requests).toHaveLength(before);
    },
  );

  it.each([
    [500, "UNAVAILABLE"],
    [403, "REFUSED"],
    [422, "INVALID"],
  ])("is not known where GitHub answers %i", async (code, expected) => {
    github.faults.add({ when: ({ path }) => path.endsWith("/octocat/permission"), act: status(code) });
    await expect(roleOf("octocat")).rejects.toMatchObject({ code: expected });
  });
});

describe("any call", () => {
  it("ends with the reason of its signal", async () => {
    const reason = new Error("stopping");
    await expect(client.defaultHead(NAME, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it("fails with REFUSED while the installation is suspended, and with NOT_FOUND after it", async () => {
    github.createOrganization("leaving");
    await github.createRepository("leaving", "mirrors", { files: { a: "1" } });
    const installation = github.install("leaving", "all");
    const read = () =>
      connectTo(github)
        .installation(installation)
        .readBlob({ owner: "leaving", name: "mirrors" }, "0".repeat(40), 1, signal);
    github.suspend(installation);
    await expect(read()).rejects.toMatchObject({ code: "REFUSED" });
    github.uninstall(installation);
    await expect(read()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
