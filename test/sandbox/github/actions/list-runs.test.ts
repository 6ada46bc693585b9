import { describe, expect, it } from "vitest";
import { FILE, withWorkflow } from "./dispatched.ts";

describe("runs of a workflow", () => {
  it.each([
    [{}, [3, 2, 1]],
    [{ event: "workflow_dispatch" }, [3, 2, 1]],
    [{ event: "push" }, []],
    [{ branch: "next" }, [2]],
    [{ actor: "ada" }, [3, 2, 1]],
    [{ actor: "octocat" }, []],
    [{ status: "queued" }, [3, 2]],
    [{ status: "completed" }, [1]],
    [{ status: "failure" }, [1]],
    [{ created: ">=2026-11-20T10:01:00Z" }, [3, 2]],
    [{ created: ">2026-11-20T10:01:00Z" }, [3]],
    [{ created: "<2026-11-20T10:01:00Z" }, [1]],
    [{ created: "<=2026-11-20T10:01:00Z" }, [2, 1]],
    [{ created: "2026-11-20T10:01:00Z..2026-11-20T10:01:30Z" }, [2]],
    [{ created: "2026-11-20T10:01:00Z..*" }, [3, 2]],
    [{ created: "*..2026-11-19" }, []],
    [{ created: "2026-11-20" }, [3, 2, 1]],
    [{ per_page: "1", page: "2" }, [2]],
  ])("are listed newest first: %j", async (query, numbers) => {
    const { small, repository, start, sha } = await withWorkflow();
    await using _ = small;
    await repository.moveRef({ ref: "refs/heads/next", after: sha, pusher: small.ada });
    (await start({ run: "1" })).complete("failure");
    small.pass(60_000);
    await start({ run: "2" }, "next");
    small.pass(60_000);
    await start({ run: "3", destination: "other" });
    const listed = await small.get("actions/list-workflow-runs", { params: { workflow_id: FILE }, query });
    expect(listed.workflow_runs.map((run: { run_number: number }) => run.run_number)).toEqual(numbers);
  });

  it("are refused at a time that is none", async () => {
    const { small, start } = await withWorkflow();
    await using _ = small;
    await start();
    const asked = { params: { workflow_id: FILE }, query: { created: ">=soon" } };
    expect((await small.ask("actions/list-workflow-runs", asked)).status).toBe(422);
  });

  it("are gone when they are deleted", async () => {
    const { small, actions, start } = await withWorkflow();
    await using _ = small;
    const run = await start();
    actions.delete(run);
    expect(run.conclusion).toBe("cancelled");
    const params = { run_id: String(run.id) };
    expect((await small.ask("actions/get-workflow-run", { params })).status).toBe(404);
    expect(actions.runs).toEqual([]);
  });
});
