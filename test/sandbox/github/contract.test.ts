import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  APP_OPERATIONS,
  PERMISSION_NEEDS,
  PUBLIC_OPERATIONS,
} from "../../../sandbox/github/auth/permission-needs.ts";
import { checkReply } from "../../../sandbox/github/contract/check-reply.ts";
import { checkBody } from "../../../sandbox/github/contract/check-request.ts";
import { hookViolations, operations, webhookNames } from "../../../sandbox/github/contract/contract.ts";
import { matchOperation } from "../../../sandbox/github/contract/match-operation.ts";
import { openGitHub } from "./client.ts";

const operationOf = (id: string) => {
  const operation = operations.find((known) => known.id === id);
  if (operation === undefined) throw new Error(`no operation ${id}`);
  return operation;
};

describe("an operation", () => {
  it.each([
    ["GET", "/app", "apps/get-authenticated", {}],
    ["GET", "/repos/a/b", "repos/get", { owner: "a", repo: "b" }],
    ["HEAD", "/repos/a/b", "repos/get", { owner: "a", repo: "b" }],
    ["GET", "/repos/a/b/contents", "repos/get-content", { path: "" }],
    ["GET", "/repos/a/b/contents/", "repos/get-content", { path: "" }],
    ["GET", "/repos/a/b/contents/.github/x%20y", "repos/get-content", { path: ".github/x y" }],
    ["GET", "/repos/a/b/git/ref/heads/feature/x", "git/get-ref", { ref: "heads/feature/x" }],
    ["GET", "/repos/a/b/branches/feature/x", "repos/get-branch", { branch: "feature/x" }],
    ["GET", "/repos/a/b/compare/a/b...c/d", "repos/compare-commits", { base: "a/b", head: "c/d" }],
    ["GET", "/repos/a/b/commits/x/check-runs", "checks/list-for-ref", { ref: "x" }],
    ["GET", "/repos/a/b/commits/feature/x", "repos/get-commit", { ref: "feature/x" }],
    ["GET", "/repos/a/b/issues/comments/3", "issues/get-comment", { comment_id: "3" }],
    ["PATCH", "/repos/a/b/check-runs/3", "checks/update", { check_run_id: "3" }],
  ])("is named by %s %s", (method, path, id, params) => {
    const match = matchOperation(method, path);
    expect(match?.operation.id).toBe(id);
    expect(match?.params).toMatchObject(params);
  });

  it.each([
    ["PUT", "/app"],
    ["GET", "/repos/a"],
    ["GET", "/repos/a/b/c/d"],
    ["GET", "/api/v3/app"],
  ])("is not named by %s %s", (method, path) => {
    expect(matchOperation(method, path)).toBeUndefined();
  });

  it("has someone who may call it", () => {
    const open = operations.filter(
      ({ id }) => !APP_OPERATIONS.has(id) && !PUBLIC_OPERATIONS.has(id) && PERMISSION_NEEDS[id] === undefined,
    );
    // Closed to Apps altogether.
    expect(open.map(({ id }) => id)).toEqual(["packages/list-packages-for-organization"]);
    expect(open.every(({ isForApps }) => !isForApps)).toBe(true);
  });
});

it("carries no prose", () => {
  const text = JSON.stringify(operations);
  expect(text).not.toMatch(/"(?:description|summary|example|title)":"/);
  expect(text).not.toContain("x-github");
});

describe("a request's body", () => {
  const check = { name: "mirror / sync", head_sha: "a".repeat(40) };
  const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "failure", message: "m" };
  const output = (...annotations: object[]) => ({ output: { title: "t", summary: "s", annotations } });

  it.each([
    ["the least", {}],
    ["completed with a conclusion", { status: "completed", conclusion: "success" }],
    ["50 annotations", output(...Array(50).fill(annotation))],
    ["columns on one line", output({ ...annotation, start_column: 1, end_column: 2 })],
    ["a summary that is full", { output: { title: "t", summary: "s".repeat(65_535) } }],
  ])("of a check run is taken: %s", (_, more) => {
    expect(
      checkBody(operationOf("checks/create"), Buffer.from(JSON.stringify({ ...check, ...more }))),
    ).toEqual({
      ...check,
      ...more,
    });
  });

  it.each([
    ["no name", { name: undefined }, "must have required property 'name'"],
    ["a misspelt property", { statsu: "queued" }, "must NOT have additional properties (statsu)"],
    ["a misspelt one inside", output({ ...annotation, tilte: "t" }), "(tilte)"],
    ["an unknown status", { status: "done" }, "/status must be equal to one of"],
    ["completed without a conclusion", { status: "completed" }, "/conclusion is needed"],
    ["ended without a conclusion", { completed_at: "2026-11-21T12:00:00Z" }, "/conclusion is needed"],
    [
      "concluded and running",
      { status: "in_progress", conclusion: "success" },
      "does not go with the status",
    ],
    ["concluded as stale", { status: "completed", conclusion: "stale" }, "by GitHub alone"],
    ["51 annotations", output(...Array(51).fill(annotation)), "must NOT have more than 50 items"],
    [
      "columns on two lines",
      output({ ...annotation, end_line: 2, start_column: 1 }),
      "has columns, and more",
    ],
    ["an annotation that ends first", output({ ...annotation, start_line: 2 }), "ends before it starts"],
    ["too long a summary", { output: { title: "t", summary: "s".repeat(65_536) } }, "more than 65535"],
    ["no title", { output: { summary: "s" } }, "must have required property 'title'"],
    [
      "four buttons",
      { actions: Array(4).fill({ label: "a", description: "b", identifier: "c" }) },
      "more than 3",
    ],
    [
      "a button's long label",
      { actions: [{ label: "a".repeat(21), description: "b", identifier: "c" }] },
      "more than 20",
    ],
  ])("of a check run is refused: %s", (_, more, message) => {
    const body = Buffer.from(JSON.stringify({ ...check, ...more }));
    expect(() => checkBody(operationOf("checks/create"), body)).toThrow(message);
  });
});

describe("a reply", () => {
  const [app, suspend] = [operationOf("apps/get-authenticated"), operationOf("apps/suspend-installation")];

  it.each([
    [
      "a body of another shape",
      app,
      { status: 200, body: { id: "1" } },
      "/ must have required property 'node_id'",
    ],
    ["an unknown status", app, { status: 299, body: {} }, "the status 299 is not in the contract"],
    ["a body where none is due", suspend, { status: 204, body: {} }, "204 has no body"],
    ["an error without words", app, { status: 404, body: {} }, "404 without a message"],
  ])("breaks the contract with %s", (_, operation, reply, message) => {
    expect(checkReply(operation, reply).join()).toContain(message);
  });

  it("is all right", () => {
    expect(checkReply(suspend, { status: 204 })).toEqual([]);
    expect(checkReply(app, { status: 404, body: { message: "Not Found" } })).toEqual([]);
  });
});

describe("a webhook", () => {
  it("of each name is known", () => {
    expect(webhookNames).toContain("check-run-rerequested");
    expect(hookViolations({}, "push")).not.toEqual([]);
    expect(hookViolations({}, "pushed")).toEqual(["there is no webhook pushed in the contract"]);
  });
});

describe("over HTTP", () => {
  let hub: Awaited<ReturnType<typeof openGitHub>>;
  beforeAll(async () => {
    hub = await openGitHub();
    hub.github.install("acme", "all");
  });
  afterAll(async () => {
    expect(hub.github.violations).toEqual([]);
    await hub.github.close();
  });

  it.each([
    ["what there is not", "/nothing", {}, 404, "Not Found"],
    ["a page that is no number", "/app/installations?page=two", {}, 422, "Validation Failed"],
    ["an unknown parameter", "/app/installations?perpage=2", {}, 422, "Unknown parameters: perpage"],
    ["an id that is no number", "/app/installations/x", {}, 404, "Not Found"],
    ["what is no JSON", "/app/installations/1/access_tokens", { body: "{" }, 400, "Problems parsing JSON"],
  ])("refuses %s", async (_, path, options, status, message) => {
    const answer = await hub.ask(path, { token: hub.jwt(), ...options });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      message: expect.stringContaining(message),
      documentation_url: expect.stringContaining("https://docs.github.com/"),
      status: String(status),
    });
  });
});
