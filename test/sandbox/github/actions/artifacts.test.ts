import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkflowRun } from "../../../../sandbox/github/actions/workflow-run.ts";
import type { Repository } from "../../../../sandbox/github/repositories/repository.ts";
import { openGitHub } from "../client.ts";
import { FILE, WORKFLOW } from "./dispatched.ts";

let now = new Date("2026-11-21T12:00:00Z");
let hub: Awaited<ReturnType<typeof openGitHub>>;
let repository: Repository;
let run: WorkflowRun;
let token: string;

beforeAll(async () => {
  hub = await openGitHub({
    now: () => now,
    app: {
      manifest: { name: "test", default_permissions: { actions: "read", metadata: "read" } },
      webhookSecret: "x",
    },
  });
  const { github } = hub;
  const files = { [`.github/workflows/${FILE}`]: WORKFLOW };
  repository = await github.createRepository("acme", "mirrors", { files, private: true });
  token = await hub.tokenOf(github.install("acme", "all"));
  run = await github.actions.dispatch(repository, { workflow: FILE, ref: "main", inputs: { run: "1" } });
});

afterAll(async () => {
  expect(hub.github.violations).toEqual([]);
  await hub.github.close();
});

const linkTo = (artifact: number) =>
  fetch(`${hub.github.url}/repos/acme/mirrors/actions/artifacts/${artifact}/zip`, {
    headers: { authorization: `Bearer ${token}` },
    redirect: "manual",
  });

describe("an artifact", () => {
  it("is listed with its run", async () => {
    const path = `/repos/acme/mirrors/actions/runs/${run.id}/artifacts`;
    const first = run.addArtifact("first", Buffer.from("zip"));
    const second = run.addArtifact("second", Buffer.from("zip 2"));
    const { body } = await hub.ask(path, { token });
    expect(body).toMatchObject({
      total_count: 2,
      artifacts: [
        { id: second.id, name: "second", size_in_bytes: 5, expired: false },
        { id: first.id, name: "first", digest: first.digest, workflow_run: { id: run.id } },
      ],
    });
    expect((await hub.ask(`${path}?name=first`, { token })).body).toMatchObject({ total_count: 1 });
    const alone = await hub.ask(`/repos/acme/mirrors/actions/artifacts/${first.id}`, { token });
    expect(alone.body).toEqual(body.artifacts[1]);
  });

  it("is fetched from a link that wants no token, and takes none", async () => {
    const zip = Buffer.from([80, 75, 3, 4, 0, 255]);
    const answer = await linkTo(run.addArtifact("result", zip).id);
    expect(answer.status).toBe(302);
    const link = answer.headers.get("location") ?? "";
    const fetched = await fetch(link);
    expect([fetched.status, Buffer.from(await fetched.arrayBuffer())]).toEqual([200, zip]);
    const refused = await fetch(link, { headers: { authorization: `Bearer ${token}` } });
    expect(refused.status).toBe(400);
    now = new Date(now.getTime() + 60_000);
    expect((await fetch(link)).status).toBe(403);
  });

  it("expires", async () => {
    const artifact = run.addArtifact("result", Buffer.from("zip"));
    artifact.expire();
    expect((await linkTo(artifact.id)).status).toBe(410);
    const late = run.addArtifact("late", Buffer.from("zip"));
    now = new Date(now.getTime() + 90 * 24 * 60 * 60_000);
    token = await hub.tokenOf(hub.github.installations()[0] ?? 0);
    expect((await linkTo(late.id)).status).toBe(410);
    expect((await linkTo(1)).status).toBe(404);
  });
});

describe("an App that may only read actions", () => {
  it.each([`workflows/${FILE}/dispatches`, "runs/RUN/cancel", "runs/RUN/rerun"])(
    "does not %s",
    async (path) => {
      const answer = await hub.ask(`/repos/acme/mirrors/actions/${path.replace("RUN", String(run.id))}`, {
        method: "POST",
        token,
        ...(path.startsWith("workflows") && { body: { ref: "main", inputs: { run: "1" } } }),
      });
      expect(answer).toMatchObject({
        status: 403,
        body: { message: "Resource not accessible by integration" },
      });
      expect(hub.github.actions.runs).toHaveLength(1);
    },
  );

  it("does not see settings", async () => {
    const answer = await hub.ask("/repos/acme/mirrors/actions/permissions", { token });
    expect(answer.status).toBe(403);
    expect(answer.headers.get("x-accepted-github-permissions")).toBe("administration=read");
  });
});
