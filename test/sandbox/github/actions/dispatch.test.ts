import { describe, expect, it } from "vitest";
import { smallWorld } from "../repositories/small-world.ts";
import { FILE, WORKFLOW, withWorkflow } from "./dispatched.ts";

const PATH = `.github/workflows/${FILE}`;
const DISPATCH = "actions/create-workflow-dispatch";

describe("a dispatch", () => {
  it("begins a run with what it was given, and with defaults", async () => {
    const { small, actions, sha } = await withWorkflow();
    await using _ = small;
    const body = { ref: "main", inputs: { run: "r1", kind: "some", fast: true }, return_run_details: true };
    const answer = await small.ask(DISPATCH, { params: { workflow_id: FILE }, body });
    const [run] = actions.runs;
    expect(answer).toMatchObject({ status: 200, body: { workflow_run_id: run?.id, html_url: run?.htmlUrl } });
    expect(run).toMatchObject({
      number: 1,
      attempt: 1,
      title: "mirror r1",
      status: "queued",
      inputs: { run: "r1", destination: "ghcr.io/acme", kind: "some", fast: "true" },
      actor: { login: "mirror[bot]" },
      ref: "refs/heads/main",
      headSha: sha,
      workflow: { path: PATH, text: WORKFLOW, sha, name: "mirror" },
    });
    const params = { run_id: String(run?.id) };
    expect(await small.get("actions/get-workflow-run", { params })).toMatchObject({
      display_title: "mirror r1",
      name: "mirror",
      event: "workflow_dispatch",
      head_branch: "main",
      head_sha: sha,
      path: PATH,
    });
  });

  it.each([
    ["details", undefined, 204],
    ["details", false, 204],
    ["no-details", true, 204],
    ["no-details", undefined, 204],
    ["details-refused", undefined, 204],
    ["details-refused", true, 422],
  ] as const)("where ids are %s, and asked for: %s, is answered %d", async (answer, wanted, status) => {
    const { small, actions } = await withWorkflow();
    await using _ = small;
    actions.dispatchAnswer = answer;
    const body = {
      ref: "main",
      inputs: { run: "r1" },
      ...(wanted !== undefined && { return_run_details: wanted }),
    };
    const reply = await small.ask(DISPATCH, { params: { workflow_id: FILE }, body });
    expect(reply.status).toBe(status);
    expect(actions.runs).toHaveLength(status === 204 ? 1 : 0);
    if (status === 422) expect(JSON.stringify(reply.body)).toContain("return_run_details");
  });

  it.each([
    ["an unknown input", { run: "1", x: "1", y: "" }, 'Unexpected inputs provided: ["x","y"]'],
    ["no value for one that is required", {}, "Required input 'run' not provided"],
    [
      "a value that is no choice",
      { run: "1", kind: "none" },
      "Provided value 'none' for input 'kind' not in the list of allowed values",
    ],
    [
      "what is not true or false",
      { run: "1", fast: "1" },
      "Provided value '1' for input 'fast' not in the list of allowed values",
    ],
    ["a list", { run: ["1"] }, "Invalid value for input 'run'"],
    ["too much", { run: "x".repeat(65_535) }, "inputs are too large."],
  ])("is refused with %s", async (_, inputs, message) => {
    const { small, actions } = await withWorkflow();
    await using __ = small;
    const answer = await small.ask(DISPATCH, {
      params: { workflow_id: FILE },
      body: { ref: "main", inputs },
    });
    expect(answer).toMatchObject({ status: 422, body: { message } });
    expect(actions.runs).toEqual([]);
  });

  it("takes 65,535 characters", async () => {
    const { small, start } = await withWorkflow();
    await using _ = small;
    const run = "x".repeat(65_535 - '{"run":""}'.length);
    await expect(start({ run })).resolves.toMatchObject({ inputs: { run } });
  });

  it.each([
    [
      "without the trigger",
      WORKFLOW.replace(/ {2}workflow_dispatch:.+(?=concurrency)/s, "  push:\n"),
      "Workflow does not have",
    ],
    ["that is broken", "on: workflow_dispatch\njobs: []\n", "failed to parse workflow: "],
  ])("is refused for a workflow %s", async (_, text, message) => {
    const { small, start } = await withWorkflow(text);
    await using __ = small;
    await expect(start()).rejects.toThrow(message);
  });

  it("is refused where people have disabled the workflow, or Actions", async () => {
    const { small, repository, actions, start } = await withWorkflow();
    await using _ = small;
    const place = actions.of(repository);
    const params = { workflow_id: FILE };
    expect(await small.get("actions/get-workflow", { params })).toMatchObject({ state: "active" });
    place.setState(FILE, "disabled_manually");
    expect(await small.get("actions/get-workflow", { params })).toMatchObject({ state: "disabled_manually" });
    await expect(start()).rejects.toThrow("Cannot trigger a 'workflow_dispatch' on a disabled workflow");
    place.setState(FILE, "active");
    place.settings.isEnabled = false;
    await expect(start()).rejects.toThrow("Actions has been disabled for this repository.");
    place.settings.isEnabled = true;
    await expect(start()).resolves.toMatchObject({ number: 1 });
  });

  it("wants the file on the default branch, and follows the one at its ref", async () => {
    await using small = await smallWorld();
    const { repository, world, ada } = small;
    const start = (ref: string) =>
      world.actions.dispatch(repository, { workflow: FILE, ref, inputs: { run: "1" } }, ada);
    await repository.commit({ files: { a: "1" } });
    await repository.commit({ branch: "next", files: { [PATH]: WORKFLOW } });
    await expect(start("next")).rejects.toThrow("Not Found");
    const params = { workflow_id: FILE };
    expect((await small.ask("actions/get-workflow", { params })).status).toBe(404);

    const old = await repository.commit({
      files: { [PATH]: WORKFLOW.replace("run-name: mirror", "run-name: old") },
    });
    await repository.moveRef({ ref: "refs/tags/v1", after: old, pusher: ada });
    await repository.commit({ files: { [PATH]: WORKFLOW } });
    await repository.commit({ branch: "empty", files: { [PATH]: null } });
    await expect(start("main")).resolves.toMatchObject({ title: "mirror 1", number: 1 });
    await expect(start("v1")).resolves.toMatchObject({
      title: "old 1",
      number: 2,
      ref: "refs/tags/v1",
      headSha: old,
    });
    await expect(start("refs/heads/next")).resolves.toMatchObject({ ref: "refs/heads/next", branch: "next" });
    await expect(start("empty")).rejects.toThrow("Workflow does not have 'workflow_dispatch' trigger");
    await expect(start(old)).rejects.toThrow(`No ref found for: ${old}`);

    await repository.renameBranch("main", "trunk");
    await expect(start("main")).rejects.toThrow("No ref found for: main");
    await expect(start("trunk")).resolves.toMatchObject({ ref: "refs/heads/trunk", number: 4 });
    await repository.commit({ files: { [PATH]: null } });
    await expect(start("v1")).rejects.toThrow("Not Found");
  });

  it("finds the workflow by its id, too, and by no other name", async () => {
    const { small } = await withWorkflow();
    await using _ = small;
    const get = (workflow_id: string) => small.ask("actions/get-workflow", { params: { workflow_id } });
    const { body } = await get(FILE);
    const { id } = body as { id: number };
    expect(body).toMatchObject({ path: PATH, name: "mirror", state: "active" });
    expect((await get(String(id))).body).toEqual(body);
    for (const name of ["1", "mirror", "other.yml", PATH]) expect((await get(name)).status).toBe(404);
  });
});
