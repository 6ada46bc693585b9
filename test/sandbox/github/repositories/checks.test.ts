import { describe, expect, it } from "vitest";
import { type SmallWorld, smallWorld } from "./small-world.ts";

const output = { title: "Title", summary: "Summary", text: "Text" };
const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "failure", message: "No" };
const idOf = (id: number) => ({ check_run_id: String(id) });

async function committed() {
  const small = await smallWorld();
  const head_sha = await small.repository.commit({ files: { a: "1" } });
  small.forget();
  return { small, head_sha };
}

const list = (small: SmallWorld, ref: string, query: Record<string, string> = {}) =>
  small.get("checks/list-for-ref", { params: { ref }, query });

describe("a check run", () => {
  it("is created, goes on and ends", async () => {
    const { small, head_sha } = await committed();
    await using _ = small;
    const run = await small.get("checks/create", { body: { name: "sync", head_sha, external_id: "7" } });
    expect(run).toMatchObject({
      status: "queued",
      conclusion: null,
      completed_at: null,
      external_id: "7",
      output: { title: null, annotations_count: 0 },
      app: { slug: "mirror" },
    });
    const update = (body: object) => small.get("checks/update", { params: idOf(run.id), body });
    expect(await update({ status: "in_progress", output })).toMatchObject({ status: "in_progress", output });
    expect(small.heard("check_run.completed")).toEqual([]);
    expect(await update({ conclusion: "success", output: { title: "Done", summary: "All" } })).toMatchObject({
      status: "completed",
      conclusion: "success",
      completed_at: "2026-11-20T10:00:00Z",
      output: { title: "Done", summary: "All", text: null },
    });
    expect(await small.get("checks/get", { params: idOf(run.id) })).toMatchObject({ conclusion: "success" });

    expect(
      small.happenings.map(({ event, payload, sender }) => [event, payload["action"], sender.login]),
    ).toEqual([
      ["check_run", "created", "mirror[bot]"],
      ["check_run", "completed", "mirror[bot]"],
      ["check_suite", "completed", "mirror[bot]"],
    ]);
  });

  it("adds annotations up", async () => {
    const { small, head_sha } = await committed();
    await using _ = small;
    const annotations = Array.from({ length: 50 }, (__, line) => ({
      ...annotation,
      start_line: line + 1,
      end_line: line + 1,
    }));
    const run = await small.get("checks/create", {
      body: { name: "sync", head_sha, output: { ...output, annotations } },
    });
    await small.ask("checks/update", {
      params: idOf(run.id),
      body: { output: { ...output, annotations: [{ ...annotation, start_line: 60, end_line: 61 }] } },
    });
    expect(await small.get("checks/get", { params: idOf(run.id) })).toMatchObject({
      output: { annotations_count: 51 },
    });
    const page = await small.ask("checks/list-annotations", {
      params: idOf(run.id),
      query: { per_page: "50", page: "2" },
    });
    expect(page.body).toMatchObject([{ path: "a", start_line: 60, end_line: 61, start_column: null }]);
    expect(page.headers).toHaveProperty("link");
  });

  it("may be changed when it is completed, and not revived", async () => {
    const { small, head_sha } = await committed();
    await using _ = small;
    const run = await small.get("checks/create", { body: { name: "sync", head_sha, conclusion: "failure" } });
    const update = (body: object) => small.ask("checks/update", { params: idOf(run.id), body });
    expect(await update({ status: "in_progress" })).toMatchObject({ status: 422 });
    expect(await update({ output })).toMatchObject({ status: 200, body: { status: "completed" } });
    expect(await update({ status: "completed", conclusion: "neutral" })).toMatchObject({
      status: 200,
      body: { conclusion: "neutral" },
    });
    expect(small.heard("check_run.completed")).toHaveLength(1);
  });

  it("is for Apps, on commits that are there", async () => {
    const { small, head_sha } = await committed();
    await using _ = small;
    const actor = { kind: "user", account: small.ada } as const;
    expect(await small.ask("checks/create", { actor, body: { name: "sync", head_sha } })).toMatchObject({
      status: 403,
      body: { message: "You must authenticate via a GitHub App." },
    });
    const absent = "0".repeat(40);
    expect(await small.ask("checks/create", { body: { name: "sync", head_sha: absent } })).toMatchObject({
      status: 422,
      body: { message: `No commit found for SHA: ${absent}` },
    });
    expect(await small.ask("checks/update", { params: idOf(1), body: {} })).toMatchObject({ status: 404 });
  });

  it("is run again by a new one of the same name, which the list shows alone", async () => {
    const { small, head_sha } = await committed();
    await using _ = small;
    const { repository, ada } = small;
    const first = await small.get("checks/create", {
      body: { name: "sync", head_sha, status: "in_progress" },
    });
    expect(() => repository.pressRerun(first.id, ada)).toThrow("not rerequestable");
    await small.ask("checks/update", { params: idOf(first.id), body: { conclusion: "failure" } });
    small.forget();
    repository.pressRerun(first.id, ada);
    expect(small.happenings).toMatchObject([{ event: "check_run", sender: ada }]);
    expect(small.heard("check_run.rerequested")).toMatchObject([
      { check_run: { id: first.id, status: "completed", check_suite: { status: "queued" } } },
    ]);
    expect(await small.ask("checks/rerequest-run", { params: idOf(first.id) })).toMatchObject({
      status: 201,
    });

    const second = await small.get("checks/create", { body: { name: "sync", head_sha } });
    const other = await small.get("checks/create", {
      body: { name: "other", head_sha, conclusion: "success" },
    });
    const ids = ({ check_runs }: { check_runs: { id: number }[] }) => check_runs.map(({ id }) => id);
    expect(ids(await list(small, "main"))).toEqual([other.id, second.id]);
    expect(await list(small, head_sha, { filter: "all" })).toMatchObject({ total_count: 3 });
    expect(ids(await list(small, "main", { check_name: "sync" }))).toEqual([second.id]);
    expect(ids(await list(small, "main", { status: "completed" }))).toEqual([other.id]);
    expect(ids(await list(small, "main", { app_id: "1" }))).toEqual([]);
    expect(ids(await list(small, "main", { filter: "all", per_page: "1", page: "3" }))).toEqual([first.id]);
    expect(await small.ask("checks/list-for-ref", { params: { ref: "nowhere" } })).toMatchObject({
      status: 422,
    });
  });
});

describe("a check suite", () => {
  it("follows its runs", async () => {
    const { small, head_sha } = await committed();
    await using _ = small;
    const create = (name: string, body: object) =>
      small.get("checks/create", { body: { name, head_sha, ...body } });
    const run = await create("one", {});
    const params = { check_suite_id: String(run.check_suite.id) };
    const suite = () => small.get("checks/get-suite", { params });
    expect(await suite()).toMatchObject({
      status: "queued",
      conclusion: null,
      head_sha,
      head_branch: "main",
    });
    await create("two", { conclusion: "success" });
    expect(await suite()).toMatchObject({ status: "in_progress", latest_check_runs_count: 2 });
    await small.ask("checks/update", { params: idOf(run.id), body: { conclusion: "cancelled" } });
    expect(await suite()).toMatchObject({ status: "completed", conclusion: "cancelled" });
    expect(await small.get("checks/list-for-suite", { params })).toMatchObject({ total_count: 2 });

    small.forget();
    small.repository.rerequestSuite(run.check_suite.id, small.ada);
    expect(small.heard("check_suite.rerequested")).toMatchObject([
      { check_suite: { id: run.check_suite.id, status: "queued", conclusion: null } },
    ]);
    expect(await small.ask("checks/rerequest-suite", { params })).toMatchObject({ status: 201, body: {} });
  });

  it("names the pull requests of its commit", async () => {
    const { small } = await committed();
    await using _ = small;
    const head_sha = await small.repository.commit({ branch: "topic", files: { b: "1" } });
    await small.repository.openPullRequest({ title: "Topic", head: "topic" });
    expect(await small.get("checks/create", { body: { name: "sync", head_sha } })).toMatchObject({
      pull_requests: [{ number: 1, head: { ref: "topic", sha: head_sha } }],
    });
  });
});
