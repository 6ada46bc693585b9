import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { intentsOf } from "../../src/github/events/intents-of.ts";
import { GitHubError } from "../../src/github/github-error.ts";
import { embeddedDatabase } from "../../src/jobs/open-embedded.ts";
import { type OpenState, stateOf } from "../../src/jobs/open-state.ts";
import type { ReconcileRequest } from "../../src/jobs/request.ts";
import type { JobContext, State } from "../../src/jobs/state.ts";
import type { Db } from "../../src/jobs/tables.ts";
import type { Publisher } from "../../src/publish/publisher.ts";
import { createWorker } from "../../src/worker/create-worker.ts";
import { carriedByApp, report } from "../cli/reports.ts";
import { givePglite, takePglite } from "../jobs/test-database.ts";
import { TEST_OPTIONS } from "../jobs/test-options.ts";
import { heldClock } from "../oci/clocks.ts";
import { recordingLog } from "./recording-log.ts";
import { SmallGitHub } from "./small-github.ts";

const REPOSITORY = { id: 7, owner: "acme", name: "mirrors" };
const [A, B, WRONG] = ["a:1", "b:1"]
  .map((image) => `version: 1\nmirrors: [docker.io/library/${image}]\n`)
  .concat("version: 2\n") as [string, string, string];
const UNAVAILABLE = new GitHubError("UNAVAILABLE", "update a check run", "Bad Gateway", 502);
const INVALID = new GitHubError("INVALID", "update a check run", "Validation Failed", 422);

const IN_SYNC: Publisher = {
  publish: async () => ({ kind: "carried-out", ...carriedByApp(report([])) }),
};

let state: OpenState;
let db: Db;
let github: SmallGitHub;

beforeEach(async () => {
  const pglite = await takePglite();
  const database = { ...embeddedDatabase(pglite), close: async () => givePglite(pglite) };
  state = await stateOf(database, TEST_OPTIONS);
  db = database.db;
  github = new SmallGitHub();
});

afterEach(async () => {
  await state[Symbol.asyncDispose]();
});

/** A worker whose images are all in sync, on the state with `changes`: what dies in a real process throws here. */
function work(changes: Partial<State["runs"]> = {}, publisher: Publisher = IN_SYNC) {
  const context: JobContext = {
    signal: new AbortController().signal,
    stopping: new AbortController().signal,
    aside: (wait) => wait(),
  };
  const worker = createWorker({
    state: { ...state, runs: { ...state.runs, ...changes } },
    github: github.app,
    publisherOf: () => publisher,
    mode: "app",
    planner: { plan: async () => expect.fail("nothing is planned") },
    action: "ghcr-mirror/ghcr-mirror@v0.1.0",
    appId: 1,
    look: async () => new Map(),
    clock: heldClock(),
    log: recordingLog(),
    registry: "ghcr.io",
    slots: 2,
  });
  return {
    announce: (run: string) => worker.announce(run, context),
    reconcile: (run: string) => worker.reconcile(run, context),
  };
}

/** Stores a request, and resolves with the id of its run. */
async function request(changes: Partial<ReconcileRequest> = {}): Promise<string> {
  const repository = changes.repository ?? REPOSITORY;
  await state.intake.request([
    { installation: 5, commit: null, reason: "push", scope: [], ...changes, repository },
  ]);
  return newest();
}

/** The id of the run that was asked for last. */
async function newest(): Promise<string> {
  const { id } = await db
    .selectFrom("runs")
    .select("id")
    .orderBy("position", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  return id;
}

/** Asks for a run, and sees it to its end. */
async function apply(commit: string): Promise<string> {
  const run = await request({ commit });
  await work().announce(run);
  await work().reconcile(run);
  return run;
}

const dies = async () => {
  throw new Error("the process is dead");
};

describe("a run", () => {
  it("has one check run, which ends", async () => {
    await apply(github.push("1", A));
    expect(github.checkRuns).toMatchObject([{ commit: "1", conclusion: "neutral" }]);
    expect(await state.configs.of(7)).toMatchObject({ commit: "1", configSha: A });
  });

  it("of a schedule tells nothing where there is nothing new, but answers a push that was not heard of yet", async () => {
    const look = async () => {
      const run = await request({ reason: "schedule" });
      await work().announce(run);
      await work().reconcile(run);
      return (await state.runs.find(run))?.conclusion;
    };
    await apply(github.push("1", A));
    expect(await look()).toBe("none");
    github.push("2", B);
    expect(await look()).toBe("neutral");
    // The delivery comes late.
    await apply("2");
    expect(await look()).toBe("none");
    expect(github.checkRuns).toMatchObject([{ commit: "1" }, { commit: "2", conclusion: "neutral" }]);
  });

  it("whose config is applied already, or wrong, has no job", async () => {
    await apply(github.push("1", A));
    await apply(github.push("2", A));
    await apply(github.push("3", WRONG));
    expect(github.checkRuns).toMatchObject([
      { commit: "1", conclusion: "neutral" },
      { commit: "3", conclusion: "failure" },
    ]);
  });

  it.each(["attach", "finish", "conclude"] as const)(
    "that dies before %s has one check run in the end",
    async (step) => {
      const run = await request({ commit: github.push("1", A) });
      await work().announce(run);
      await expect(work({ [step]: dies }).reconcile(run)).rejects.toThrow("dead");
      await work().reconcile(run);
      expect(github.checkRuns).toMatchObject([{ externalId: run, conclusion: "neutral" }]);
      expect(await state.runs.find(run)).toMatchObject({ state: "concluded", conclusion: "neutral" });
    },
  );
});

describe("a run", () => {
  it("that dies after it made a check run that waits has no other one later", async () => {
    const first = await request({ commit: github.push("1", A) });
    await work().announce(first);
    const second = await request({ commit: github.push("2", B) });
    await state.runs.start(first);
    await expect(work({ enqueue: dies }).announce(second)).rejects.toThrow("dead");
    await work().reconcile(first);
    await work().announce(second);
    await work().reconcile(second);
    expect(github.checkRuns.filter(({ externalId }) => externalId === second)).toHaveLength(1);
  });

  it("of no commit in particular stays with that of its first try", async () => {
    const run = await request({ reason: "installed" });
    github.push("1", WRONG);
    await expect(work({ conclude: dies }).announce(run)).rejects.toThrow("dead");
    github.push("2", WRONG);
    await work().announce(run);
    expect(github.checkRuns).toMatchObject([{ commit: "1", conclusion: "failure" }]);
    expect(await state.runs.find(run)).toMatchObject({ commit: "1", state: "concluded" });
  });

  it("of a push that arrives late does not bring back the older config", async () => {
    github.configs.set("1", A);
    await apply(github.push("2", B));
    await apply("1");
    expect(await state.configs.of(7)).toMatchObject({ configSha: B });
  });

  it("ends its check run also where GitHub does not take the report", async () => {
    const run = await request({ commit: github.push("1", A) });
    await work().announce(run);
    let refused = 0;
    github.onUpdate = (_, { status }) => {
      if (status === "completed" && refused++ === 0) throw INVALID;
    };
    await work().reconcile(run);
    expect(github.unfinished).toEqual([]);
  });

  it("that is finished is told also where the commit is swept away", async () => {
    const run = await request({ commit: github.push("1", A) });
    await work().announce(run);
    github.onUpdate = () => {
      throw UNAVAILABLE;
    };
    await expect(work().reconcile(run)).rejects.toThrow(UNAVAILABLE);
    expect(await state.runs.find(run)).toMatchObject({ state: "finished" });
    github.onUpdate = () => {};
    github.configs.delete("1");
    await work().reconcile(run);
    expect(github.checkRuns).toMatchObject([{ conclusion: "neutral" }]);
  });

  it("goes on where an older one's check run cannot be ended", async () => {
    const first = await request({ commit: github.push("1", A) });
    await work().announce(first);
    await state.runs.start(first);
    const second = await request({ commit: github.push("2", B) });
    await work().announce(second);
    github.onUpdate = () => {
      throw INVALID;
    };
    const third = await request({ commit: github.push("3", A.replace("a:1", "a:2")) });
    await work().announce(third);
    expect(await state.runs.find(third)).toMatchObject({ state: "queued" });
  });

  it("has all to do after a transfer, because another namespace is meant", async () => {
    await apply(github.push("1", A));
    const transferred = {
      action: "transferred",
      installation: { id: 6 },
      repository: { id: 7, full_name: "other/mirrors", default_branch: "main" },
      changes: { owner: { from: {} } },
    };
    await state.intake.accept(
      { id: "delivery", event: "repository.transferred" },
      intentsOf(1, "repository", transferred),
    );
    const run = await newest();
    await work().announce(run);
    expect(await state.runs.find(run)).toMatchObject({ state: "queued" });
  });

  it("that waits behind others' which wait says so", async () => {
    for (const id of [1, 2]) {
      const run = await request({ repository: { ...REPOSITORY, id }, commit: github.push("1", A) });
      await work().announce(run);
    }
    const third = await request({ commit: "1" });
    await work().announce(third);
    expect(github.checkRuns).toMatchObject([{ externalId: third, status: "queued" }]);
  });

  describe("whose workflow is missing", () => {
    const place = {
      repository: { owner: "acme", name: "mirrors" },
      url: "https://github.com/acme/mirrors",
      defaultBranch: "main",
    };
    /** Does not find the workflow; `meanwhile` happens right after it has looked. */
    const finding = (meanwhile: () => void): Publisher => ({
      publish: async () => {
        meanwhile();
        const path = ".github/workflows/ghcr-mirror.yml";
        return { kind: "obstructed", obstacle: { code: "WORKFLOW_MISSING", place, path, text: "" } };
      },
    });
    const push = (commit: string, ...workflows: string[]) => {
      github.workflows.set(commit, workflows);
      return github.push(commit, A);
    };

    it("waits until it is there", async () => {
      const run = await request({ commit: push("1", "tests.yml") });
      await work().announce(run);
      await work(
        {},
        finding(() => {}),
      ).reconcile(run);
      expect(github.checkRuns).toMatchObject([{ conclusion: "action_required" }]);
      const next = await request({ commit: push("2", "tests.yml", "ghcr-mirror.yml") });
      await work().announce(next);
      expect(await state.runs.find(next)).toMatchObject({ state: "queued" });
    });

    it("is tried again, where it is pushed while the run looks for it", async () => {
      const run = await request({ commit: push("1", "tests.yml") });
      await work().announce(run);
      const missing = finding(() => push("2", "tests.yml", "ghcr-mirror.yml"));
      await expect(work({}, missing).reconcile(run)).rejects.toMatchObject({ code: "UNAVAILABLE" });
      const next = await request({ commit: "2" });
      await work().announce(next);
      expect(await state.runs.find(next)).toMatchObject({ state: "concluded", conclusion: "none" });
      await work().reconcile(run);
      expect(github.checkRuns).toMatchObject([{ commit: "1", conclusion: "neutral" }]);
    });
  });

  it("of more than 9,362 images remembers them", async () => {
    const images = Array.from({ length: 9_363 }, (_, index) => ({
      repository: 7,
      source: `s:${index}`,
      destination: `d:${index}`,
      sourceDigest: null,
      destinationDigest: "sha256:0",
      platforms: "all",
    }));
    await state.images.put(images);
  });
});
