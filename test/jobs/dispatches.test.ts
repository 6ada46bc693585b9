import { sql } from "kysely";
import { expect, it } from "vitest";
import type { Intent } from "../../src/jobs/intent.ts";
import type { OpenState } from "../../src/jobs/open-state.ts";
import type { Db } from "../../src/jobs/tables.ts";
import { ManualClock } from "./manual-clock.ts";
import { handlers, PUBLISHED, push, requested } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";
import { countdown } from "./waits.ts";

const MIRRORS = { owner: "acme", name: "mirrors" };
const WORKFLOW_RUN = 30_433_642_000;
const NEVER = new AbortController().signal;

/** A request whose workflow run is known. */
async function dispatched(state: OpenState, db: Db, request = push(6)): Promise<string> {
  const [run = ""] = await requested(state, db, request);
  await state.dispatches.begin(run, MIRRORS);
  await state.dispatches.attach(run, MIRRORS, WORKFLOW_RUN);
  return run;
}

let deliveries = 0;

/** A webhook about an attempt of the workflow run. */
async function tell(state: OpenState, attempt = 1, workflowRun = WORKFLOW_RUN): Promise<void> {
  const intent: Intent = { kind: "workflow", workflowRun, attempt, isUnderWay: true };
  deliveries += 1;
  await state.intake.accept({ id: `w${deliveries}`, event: "workflow_run.completed" }, [intent]);
}

async function runsOf(db: Db): Promise<readonly string[]> {
  const rows = await db.selectFrom("runs").select("id").orderBy("position").execute();
  return rows.map(({ id }) => id);
}

describeOnBoth("a dispatch", (take) => {
  it("is begun once, attached once, and forgotten", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const state = await kind.open({ clock });
    const [run = ""] = await requested(state, kind.db, push(6));
    expect(await state.dispatches.of(run, MIRRORS)).toBeUndefined();
    const requestedAt = new Date(clock.now());
    const begun = { run, repository: MIRRORS, workflowRun: null, attempt: 1, requestedAt, told: 0 };
    expect(await state.dispatches.begin(run, MIRRORS)).toEqual(begun);
    clock.advance(1000);
    expect(await state.dispatches.begin(run, MIRRORS)).toEqual(begun);
    await state.dispatches.attach(run, MIRRORS, WORKFLOW_RUN);
    await state.dispatches.attach(run, MIRRORS, 1);
    expect(await state.dispatches.of(run, MIRRORS)).toEqual({ ...begun, workflowRun: WORKFLOW_RUN });
    await state.dispatches.forget(run, MIRRORS);
    expect(await state.dispatches.of(run, MIRRORS)).toBeUndefined();
    expect(await state.dispatches.begin(run, MIRRORS)).toMatchObject({
      requestedAt: new Date(clock.now()),
      workflowRun: null,
    });
  });
});

describeOnBoth("dispatches of one run", (take) => {
  const others = { owner: "umbrella", name: "mirrors" };

  it("are one for each repository that owns mirrors", async () => {
    await using kind = await take();
    const state = await kind.open();
    const run = await dispatched(state, kind.db);
    await state.dispatches.begin(run, others);
    expect(await state.dispatches.of(run, others)).toMatchObject({ repository: others, workflowRun: null });
    await state.dispatches.attach(run, others, 2);
    await state.dispatches.forget(run, MIRRORS);
    expect(await state.dispatches.of(run, MIRRORS)).toBeUndefined();
    expect(await state.dispatches.of(run, others)).toMatchObject({ workflowRun: 2 });
  });

  it("have news of their own, and attempts", async () => {
    await using kind = await take();
    const state = await kind.open();
    const run = await dispatched(state, kind.db);
    await state.dispatches.begin(run, others);
    await state.dispatches.attach(run, others, 2);
    const ended = new AbortController();
    const otherwise = state.dispatches.news(run, others, 0, ended.signal);
    let isWoken = false;
    otherwise.then(
      () => (isWoken = true),
      () => {},
    );
    await tell(state, 2);
    await state.dispatches.news(run, MIRRORS, 0, NEVER);
    expect(await state.dispatches.of(run, MIRRORS)).toMatchObject({ told: 1, attempt: 2 });
    expect(await state.dispatches.of(run, others)).toMatchObject({ told: 0, attempt: 1 });
    expect(isWoken).toBe(false);
    ended.abort(new Error("enough"));
    await expect(otherwise).rejects.toThrow("enough");
  });

  it("are begun again one by one, each in a run that has no other", async () => {
    await using kind = await take();
    const state = await kind.open();
    const request = { ...push(6), pull: 3 };
    const first = await dispatched(state, kind.db, request);
    await state.dispatches.begin(first, others);
    await state.dispatches.attach(first, others, 2);
    await state.runs.conclude(first, "failure");
    await tell(state, 2, 2);
    const [, second = "", ...more] = await runsOf(kind.db);
    expect(more).toEqual([]);
    expect(await state.runs.find(second)).toMatchObject({ ...request, reason: "rerun", asker: null });
    expect(await state.dispatches.of(second, others)).toMatchObject({ workflowRun: 2, attempt: 2 });
    expect(await state.dispatches.of(second, MIRRORS)).toBeUndefined();
    expect(await state.dispatches.of(first, others)).toMatchObject({ attempt: 1 });
    await tell(state, 2);
    expect(await runsOf(kind.db)).toHaveLength(3);
  });
});

describeOnBoth("news of a workflow", (take) => {
  it("wake who waits for them in this process at once, and nobody else", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const state = await kind.open({ clock });
    const run = await dispatched(state, kind.db);
    const [other = ""] = await requested(state, kind.db, push(7));
    await state.dispatches.begin(other, MIRRORS);
    await state.dispatches.attach(other, MIRRORS, 2);
    const woken: string[] = [];
    const ended = new AbortController();
    const waits = [run, run].map((id) =>
      state.dispatches.news(id, MIRRORS, 0, NEVER).then(() => void woken.push(id)),
    );
    const otherwise = state.dispatches.news(other, MIRRORS, 0, ended.signal);
    await tell(state, 1, 3);
    expect(woken).toEqual([]);
    await tell(state);
    await Promise.all(waits);
    expect(woken).toEqual([run, run]);
    ended.abort(new Error("enough"));
    await expect(otherwise).rejects.toThrow("enough");
  });

  it("that came already are news, but for those that are known", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const state = await kind.open({ clock });
    const run = await dispatched(state, kind.db);
    await tell(state);
    await state.dispatches.news(run, MIRRORS, 0, NEVER);
    expect((await state.dispatches.of(run, MIRRORS))?.told).toBe(1);
    const later = state.dispatches.news(run, MIRRORS, 1, AbortSignal.timeout(0));
    await expect(later).rejects.toMatchObject({ name: "TimeoutError" });
    await expect(state.dispatches.news(run, MIRRORS, 0, AbortSignal.abort())).rejects.toThrow();
  });

  it("that another process was told of are found within seconds", async () => {
    await using kind = await take();
    if (!kind.isShared) return;
    const clock = new ManualClock();
    const state = await kind.open({ clock });
    const run = await dispatched(state, kind.db);
    let isWoken = false;
    const wait = state.dispatches.news(run, MIRRORS, 0, NEVER).then(() => (isWoken = true));
    await tell(await kind.open({ clock }));
    const isWokenLater = () => {
      clock.advance(5000);
      return isWoken;
    };
    await expect.poll(isWokenLater).toBe(true);
    await wait;
  });
});

describeOnBoth("a run whose follower has failed", (take) => {
  it("is taken up again at once when its workflow has news", async () => {
    await using kind = await take();
    const retry = { tries: 50, firstPause: 3600, longestPause: 3600 };
    const state = await kind.open({ clock: new ManualClock(), retry });
    const run = await dispatched(state, kind.db);
    const found = { commit: "a1", configSha: "s1", configPath: ".github/mirror.yml", checkRun: 1 };
    await state.runs.enqueue(run, found);
    const failed = countdown(1);
    const again = countdown(1);
    let tries = 0;
    await state.queue.start(
      handlers({
        reconcile: async () => {
          tries += 1;
          if (tries > 1) return again.tick();
          failed.tick();
          throw new Error("GitHub is down");
        },
      }),
    );
    await failed.promise;
    const isWaiting = async () =>
      (await sql`select from pgboss.job where state = 'retry'`.execute(kind.db)).rows.length;
    await expect.poll(isWaiting).toBe(1);
    await tell(state, 1, 1);
    expect(await isWaiting()).toBe(1);
    await tell(state);
    await again.promise;
    expect(tries).toBe(2);
  });
});

describeOnBoth("a new attempt of a workflow", (take) => {
  it("is followed by the run while that is not finished", async () => {
    await using kind = await take();
    const state = await kind.open();
    const run = await dispatched(state, kind.db);
    await tell(state, 2);
    await tell(state, 1);
    expect(await state.dispatches.of(run, MIRRORS)).toMatchObject({ attempt: 2 });
    await state.runs.conclude(run, "success");
    await tell(state, 2);
    expect(await runsOf(kind.db)).toEqual([run]);
  });

  it.each(["finished", "concluded"] as const)("of a %s run is a run of its own, once", async (end) => {
    await using kind = await take();
    const state = await kind.open();
    const request = { ...push(6), scope: ["redis:*"] };
    const first = await dispatched(state, kind.db, request);
    const found = { commit: "a1", configSha: "s1", configPath: ".github/mirror.yml", checkRun: 1 };
    await state.runs.enqueue(first, found);
    await state.runs.start(first);
    await state.runs.finish(first, PUBLISHED);
    if (end === "concluded") await state.runs.conclude(first, "failure");
    await Promise.all([tell(state, 2), tell(state, 2), tell(state, 1)]);
    await tell(state, 2);
    const [, second = "", ...more] = await runsOf(kind.db);
    expect(more).toEqual([]);
    expect(await state.runs.find(second)).toMatchObject({
      ...request,
      reason: "rerun",
      state: "requested",
      checkRun: null,
    });
    expect(await state.runs.orphans()).toEqual([]);
    expect(await state.dispatches.of(second, MIRRORS)).toMatchObject({
      repository: MIRRORS,
      workflowRun: WORKFLOW_RUN,
      attempt: 2,
    });
    expect(await state.dispatches.of(first, MIRRORS)).toMatchObject({ attempt: 1 });
    await tell(state, 3);
    expect(await state.dispatches.of(second, MIRRORS)).toMatchObject({ attempt: 3 });
  });

  it("of a run that was forgotten is nobody's", async () => {
    await using kind = await take();
    const state = await kind.open();
    const run = await dispatched(state, kind.db);
    await state.intake.accept({ id: "d1", event: "installation.deleted" }, [
      { kind: "forget-installation", installation: 1 },
    ]);
    await tell(state, 2);
    expect(await runsOf(kind.db)).toEqual([run]);
  });

  it("is not needed where a person has approved what waited, and that is told once", async () => {
    await using kind = await take();
    const state = await kind.open();
    const first = await dispatched(state, kind.db);
    await state.runs.conclude(first, "action_required");
    await Promise.all([tell(state), tell(state)]);
    await tell(state);
    const [, second = "", ...more] = await runsOf(kind.db);
    expect(more).toEqual([]);
    expect(await state.dispatches.of(second, MIRRORS)).toMatchObject({
      workflowRun: WORKFLOW_RUN,
      attempt: 1,
    });
    expect(await state.dispatches.of(first, MIRRORS)).toBeUndefined();
    expect(await state.runs.find(second)).toMatchObject({ reason: "rerun", state: "requested" });
  });

  it("of a workflow that carries nothing of ours means nothing", async () => {
    await using kind = await take();
    const state = await kind.open();
    await tell(state, 2, 99);
    expect(await runsOf(kind.db)).toEqual([]);
  });
});
