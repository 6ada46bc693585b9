import { describe, expect, it } from "vitest";
import { OutOfSight } from "../../../../src/doctor/out-of-sight.ts";
import type { GitHub } from "../../../../src/github/github.ts";
import type { Run } from "../../../../src/jobs/run.ts";
import { createServerInstruments } from "../../../../src/worker/errands/commands/server-instruments.ts";
import { carriedByApp, image, report } from "../../../cli/reports.ts";
import { ManualClock } from "../../../jobs/manual-clock.ts";
import { runOf } from "../../runs.ts";
import { PLACE } from "./stand.ts";

const { signal } = new AbortController();

function instruments(runs: readonly Run[]) {
  const installation = { repository: async () => undefined } as unknown as ReturnType<GitHub["installation"]>;
  const create = createServerInstruments({
    github: { installation: () => installation } as unknown as GitHub,
    authenticate: () => Promise.reject(new Error("nobody asks here")),
    state: { runs: { latest: async () => runs } as never },
    registry: "ghcr.io",
    endpoints: new Map(),
    clock: new ManualClock(0),
  });
  return create(PLACE);
}

describe("createServerInstruments", () => {
  it("knows the last run that was carried out", async () => {
    const whole = report([image()]);
    const url = "https://github.com/acme/mirrors/actions/runs/17";
    const carrier = { kind: "actions", repository: PLACE.repository, number: 17, url } as const;
    const byApp = runOf({ published: carriedByApp(whole) });
    const byWorkflow = runOf({ published: { ...carriedByApp(whole), carrier } });
    await using none = instruments([runOf()]);
    await using own = instruments([runOf(), byApp]);
    await using workflow = instruments([byWorkflow]);
    expect(await none.lastRun(PLACE.repository, signal)).toBeUndefined();
    expect(await own.lastRun(PLACE.repository, signal)).toEqual({ report: whole });
    expect(await workflow.lastRun(PLACE.repository, signal)).toEqual({ report: whole, workflowRun: url });
  });

  it("knows what the App should ask for", async () => {
    await using eyes = instruments([]);
    expect((await eyes.wanted()).permissions).toMatchObject({ packages: "write" });
  });

  it("says what Apps may not see", async () => {
    await using eyes = instruments([]);
    const owner = { login: "acme", isOrganization: true };
    await expect(eyes.settings.package(owner, "redis", signal)).rejects.toThrow(OutOfSight);
  });
});
