import { describe, expect, it } from "vitest";
import { told, WORKFLOW, withWorkflow } from "./dispatched.ts";

describe("runs of one concurrency group", () => {
  it("run one at a time; a newer pending one takes the older one's place", async () => {
    const { small, start } = await withWorkflow();
    await using _ = small;
    const runs = [
      await start(),
      await start(),
      await start(),
      await start({ run: "x", destination: "other" }),
    ];
    const [first, second, third, other] = runs;
    expect(runs.map(({ conclusion, status }) => conclusion ?? status)).toEqual([
      "queued",
      "cancelled",
      "pending",
      "queued",
    ]);
    expect(told(small)).toEqual([
      "run.requested queued",
      "run.requested pending",
      "run.requested pending",
      "run.completed cancelled",
      "run.requested queued",
    ]);
    expect(second?.signal.aborted).toBe(true);
    first?.complete("success");
    expect(third?.status).toBe("queued");
    third?.complete("success");
    other?.complete("success");
    expect(await start()).toMatchObject({ status: "queued" });
  });

  it("are told apart without regard to case, and by repository", async () => {
    const { small, start, actions, repository } = await withWorkflow();
    await using _ = small;
    await start({ run: "1", destination: "ghcr.io/ACME" });
    expect(await start()).toMatchObject({ status: "pending" });
    expect(actions.of(repository).runs).toHaveLength(2);
  });

  it("cancel what runs where the workflow says so", async () => {
    const text = WORKFLOW.replace("concurrency:\n", `$&  cancel-in-progress: \${{ inputs.fast }}\n`);
    const { small, start } = await withWorkflow(text);
    await using _ = small;
    const first = await start();
    first.addJob("mirror").begin();
    const second = await start();
    expect([first.status, second.status]).toEqual(["in_progress", "pending"]);
    const third = await start({ run: "1", fast: "true" });
    expect([first.conclusion, second.conclusion, third.status]).toEqual(["cancelled", "cancelled", "queued"]);
  });

  it("take a run in again that is run again", async () => {
    const { small, actions, start } = await withWorkflow();
    await using _ = small;
    const first = await start();
    first.complete("failure");
    const second = await start();
    actions.rerun(first);
    expect(first).toMatchObject({ status: "pending", attempt: 2 });
    second.complete("success");
    expect(first.status).toBe("queued");
  });
});
