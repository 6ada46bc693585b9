import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Repository } from "../../../../sandbox/github/repositories/repository.ts";
import { modestManifest, openGitHub, SECRET } from "../client.ts";

let hub: Awaited<ReturnType<typeof openGitHub>>;
let repository: Repository;
let token: string;
let head_sha: string;

beforeAll(async () => {
  hub = await openGitHub({ app: { manifest: modestManifest, webhookSecret: SECRET } });
  repository = await hub.github.createRepository("acme", "mirrors", {
    files: { ".github/mirror.yml": "images: []" },
  });
  token = await hub.tokenOf(hub.github.install("acme", "all"));
  head_sha = repository.git.branch("main") ?? "";
});

afterAll(async () => {
  expect(hub.github.violations).toEqual([]);
  await hub.github.close();
});

const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "failure", message: "No" };
const action = { label: "Again", description: "Once more", identifier: "again" };
const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value);
const output = { title: "Title", summary: "Summary" };

const create = (body: object) =>
  hub.ask("/repos/acme/mirrors/check-runs", { token, body: { name: "sync", head_sha, ...body } });

describe("over HTTP, a check run", () => {
  it("stands on the commit that was pushed", async () => {
    const { body: run } = await create({ status: "in_progress", external_id: "1", output });
    const path = `/repos/acme/mirrors/check-runs/${run.id}`;
    const done = await hub.ask(path, { method: "PATCH", token, body: { conclusion: "success", output } });
    expect(done).toMatchObject({ status: 200, body: { status: "completed" } });
    const list = await hub.ask("/repos/acme/mirrors/commits/main/check-runs?filter=all", { token });
    expect(list.body).toMatchObject({ check_runs: [{ id: run.id, external_id: "1" }] });
    await hub.github.settled();
    const mine = hub.github.hooks.log
      .filter(({ event }) => event === "check_run")
      .map(({ action: what }) => what);
    expect(mine).toEqual(["created", "completed"]);
  });

  it.each([
    ["completed without a conclusion", { status: "completed" }, 422],
    ["51 annotations", { output: { ...output, annotations: times(51, annotation) } }, 422],
    ["50 annotations", { output: { ...output, annotations: times(50, annotation) } }, 201],
    ["a summary of 65,536 characters", { output: { ...output, summary: "x".repeat(65_536) } }, 422],
    ["a text of 65,535 characters", { output: { ...output, text: "x".repeat(65_535) } }, 201],
    ["4 buttons", { actions: times(4, action) }, 422],
    ["a label of 21 characters", { actions: [{ ...action, label: "x".repeat(21) }] }, 422],
    ["a description of 41 characters", { actions: [{ ...action, description: "x".repeat(41) }] }, 422],
    ["3 buttons", { actions: times(3, action) }, 201],
  ])("with %s", async (_, body, status) => {
    expect(await create(body)).toMatchObject({ status });
  });

  it("may not be written to a file by an App that asks for less", async () => {
    const path = "/repos/acme/mirrors/contents/a";
    const answer = await hub.ask(path, { method: "PUT", token, body: { message: "a", content: "YQ==" } });
    expect(answer).toMatchObject({
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
  });
});

describe("over HTTP, a config", () => {
  it("is found in its folder and read by its blob", async () => {
    const folder = await hub.ask(`/repos/acme/mirrors/contents/.github?ref=${head_sha}`, { token });
    expect(folder.body).toMatchObject([{ name: "mirror.yml", type: "file", size: 10 }]);
    const blob = await hub.ask(`/repos/acme/mirrors/git/blobs/${folder.body[0].sha}`, { token });
    expect(Buffer.from(blob.body.content, "base64").toString()).toBe("images: []");
  });

  it("is found under the former name of its repository", async () => {
    const other = await hub.github.createRepository("acme", "before", { files: { a: "1" } });
    other.rename("after");
    const answer = await hub.ask("/repos/acme/before", { token });
    expect(answer).toMatchObject({ status: 200, body: { full_name: "acme/after" } });
  });
});
