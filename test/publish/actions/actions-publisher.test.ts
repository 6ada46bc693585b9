import { describe, expect, it } from "vitest";
import type { WorkflowRun } from "../../../src/github/actions.ts";
import { GitHubError } from "../../../src/github/github-error.ts";
import { ActionsPublisher } from "../../../src/publish/actions/actions-publisher.ts";
import type { DueOrder } from "../../../src/publish/due-order.ts";
import type { View } from "../../../src/publish/look/look.ts";
import type { Phase } from "../../../src/publish/phase.ts";
import type { RunReport } from "../../../src/reconcile/report.ts";
import { WORKFLOW_FILE, workflowText } from "../../../src/workflow/workflow-file.ts";
import { decodeInputs } from "../../../src/workflow/workflow-inputs.ts";
import { digest, image, report } from "../../cli/reports.ts";
import { flyingClock } from "../../oci/clocks.ts";
import { MIRRORS, publishOrder, RUN } from "../publish-order.ts";
import { smallLedger } from "../small-ledger.ts";
import { SmallActions } from "./small-actions.ts";
import { smallDispatches } from "./small-dispatches.ts";

const COMMIT = "c".repeat(40);
const ACTION = "ghcr-mirror/ghcr-mirror@v0.1.0";
const REPORT = report([image()]);

/** A repository whose workflow is current, and a publisher. */
function set() {
  const clock = flyingClock();
  const github = new SmallActions();
  github.file = workflowText(ACTION);
  const dispatches = smallDispatches(() => clock.now());
  const views = new Map<string, View>();
  const ledger = smallLedger();
  const publisher = new ActionsPublisher({
    github: github.app,
    dispatches,
    registry: "ghcr.io",
    action: ACTION,
    ledger,
    reserve: 20,
    clock,
    look: async () => views,
  });
  const phases: Phase["kind"][] = [];
  const unwanted = new AbortController();
  const stopping = new AbortController();
  const publish = async (more: Partial<DueOrder> = {}) => {
    const order: DueOrder = {
      ...publishOrder(""),
      commit: COMMIT,
      onPhase: ({ kind }) => phases.push(kind),
      stopping: stopping.signal,
      unwanted: unwanted.signal,
      cleared: [],
      remove: [],
      ...more,
    };
    const begun = await publisher.find(order);
    return begun === undefined ? await publisher.publish(order) : await publisher.follow(order, begun);
  };
  /** The workflow's run goes its way: begun at the second look, ended at the third. */
  const goWell = async (result: RunReport = REPORT, conclusion = "success") => {
    await github.leave("ghcr-mirror-1-0", { version: 1, run: RUN, part: 0, parts: 1, report: result });
    github.onLook = ({ id }: WorkflowRun, look) => {
      if (look === 2) github.set(id, { status: "in_progress" });
      if (look === 3) github.set(id, { status: "completed", conclusion });
    };
  };
  return { clock, github, dispatches, ledger, views, phases, unwanted, stopping, publish, goWell };
}

describe("ActionsPublisher", () => {
  it("starts the workflow, follows it, and takes its report", async () => {
    const { github, phases, publish, goWell } = set();
    await goWell();
    expect(await publish({ only: ["*/redis:*"] })).toEqual({
      kind: "carried-out",
      report: REPORT,
      carrier: {
        kind: "actions",
        repository: { owner: "Acme", name: "mirrors" },
        number: 1,
        url: "https://github.com/acme/mirrors/actions/runs/1001",
      },
      seen: [],
      notices: [],
    });
    expect(github.dispatched).toEqual([
      {
        file: WORKFLOW_FILE,
        ref: "main",
        inputs: {
          run: RUN,
          commit: COMMIT,
          config: ".github/mirror.yml",
          destination: "ghcr.io/acme",
          only: '["*/redis:*"]',
        },
      },
    ]);
    expect(phases).toEqual(["starting", "queued", "running", "collecting"]);
  });

  it("tells the workflow what is old enough, what to leave to others, and what to delete", async () => {
    const { github, publish, goWell } = set();
    await goWell();
    const pin = `docker.io/library/redis:7@${digest("77ce")}`;
    const remove = [{ destination: "ghcr.io/acme/redis:6", digest: digest("6"), kind: "left" } as const];
    await publish({ only: ["docker.io/library/redis:7"], cleared: [pin], remove });
    expect(decodeInputs(github.dispatched[0]?.inputs ?? {})).toMatchObject({
      only: ["docker.io/library/redis:7"],
      cleared: [pin],
      reserve: 20,
      remove: [`ghcr.io/acme/redis:6@${digest("6")}`],
    });
  });

  it("notes what registries said to the runner, and tries again in an hour what it could not tell the time of", async () => {
    const { ledger, clock, publish, goWell } = set();
    const limit = {
      registry: "docker.io",
      limit: 100,
      remaining: 3,
      window: 21_600,
      identity: "0123456789ab",
    };
    const told = "2026-11-01T13:30:00.000Z";
    const images = [
      image({ result: "deferred", destination: "ghcr.io/acme/a:1" }),
      image({ result: "deferred", destination: "ghcr.io/acme/b:1", until: told }),
    ];
    await goWell({ ...report(images), pullLimits: [limit] });
    const published = await publish();
    // Whatever a job says, it says of nobody but those that its own installation has to do with.
    const identity = "0123456789ab@7";
    expect(ledger.noted).toEqual([{ ...limit, identity, seenAt: new Date(clock.now()) }]);
    const until = new Date(clock.now() + 3_600_000).toISOString();
    expect(published).toMatchObject({
      report: { images: [{ until }, { until: told }], pullLimits: [{ identity }] },
    });
  });

  it("says what it has seen itself, and believes its eyes more than the job", async () => {
    const { views, publish, goWell } = set();
    const [here, hidden, other] = ["redis", "vault", "nginx"].map((name) =>
      image({ destination: `ghcr.io/acme/${name}:1` }),
    );
    await goWell(report([here, hidden, other].flatMap((each) => each ?? [])));
    views
      .set("ghcr.io/acme/redis:1", "same")
      .set("ghcr.io/acme/vault:1", "hidden")
      .set("ghcr.io/acme/nginx:1", "other");
    const published = await publish();
    expect(published).toMatchObject({
      seen: ["ghcr.io/acme/redis:1"],
      report: {
        summary: { copied: 2, failed: 1 },
        images: [
          { result: "done" },
          { result: "done" },
          { result: "failed", error: { code: "DIGEST_MISMATCH", side: "destination" } },
        ],
      },
    });
  });

  it.each([
    ["1970-01-01T00:00:00.000Z", 300_000],
    ["9999-12-31T00:00:00.000Z", 24 * 3_600_000],
  ])(
    "has what waits until %s go on in due time, and no job say what has left",
    async (until, milliseconds) => {
      const { clock, publish, goWell } = set();
      const departed = [{ source: "s", destination: "ghcr.io/acme/a:1", digest: digest("1"), why: "gone" }];
      await goWell({ ...report([image({ result: "deferred", until })]), departed });
      const published = await publish();
      const told = published.kind === "carried-out" ? published.report : expect.fail("it was not");
      expect(told).not.toHaveProperty("departed");
      const waits = Date.parse(told.images[0]?.until ?? "") - clock.now();
      expect(Math.abs(waits - milliseconds)).toBeLessThan(60_000);
    },
  );

  it("goes on with a run that another process has begun, and starts no second one", async () => {
    const { github, dispatches, publish, goWell } = set();
    await goWell();
    const { id } = github.begin(`ghcr-mirror ${RUN}`);
    await dispatches.begin(RUN, { owner: "Acme", name: "mirrors" });
    await dispatches.attach(RUN, MIRRORS, id);
    expect(await publish()).toMatchObject({ kind: "carried-out", carrier: { number: 1 } });
    expect(github.dispatched).toEqual([]);
  });

  it("finds the run that a process asked for and died before it knew", async () => {
    const { github, dispatches, publish, goWell } = set();
    await goWell();
    github.begin("ghcr-mirror of somebody else");
    const { id } = github.begin(`ghcr-mirror ${RUN}`);
    await dispatches.begin(RUN, { owner: "Acme", name: "mirrors" });
    expect(await publish()).toMatchObject({ kind: "carried-out", carrier: { number: 2 } });
    expect(await dispatches.of(RUN, MIRRORS)).toMatchObject({ workflowRun: id });
    expect(github.dispatched).toEqual([]);
  });

  it("gives GitHub a moment to list it, and asks anew where there is none", async () => {
    const { github, dispatches, publish, goWell } = set();
    await goWell();
    await dispatches.begin(RUN, { owner: "Acme", name: "mirrors" });
    github.onSearch = (search) => search === 3 && github.begin(`ghcr-mirror ${RUN}`);
    expect(await publish()).toMatchObject({ kind: "carried-out", carrier: { number: 1 } });
    expect(github.dispatched).toEqual([]);

    await dispatches.begin("another", MIRRORS);
    github.onLook = ({ id }) => github.set(id, { status: "completed", conclusion: "cancelled" });
    await publish({ run: "another" });
    expect(github.dispatched).toHaveLength(1);
  });

  it("finds the run of a GitHub that does not tell its id", async () => {
    const { github, publish, goWell } = set();
    await goWell();
    github.tellsId = false;
    expect(await publish()).toMatchObject({ kind: "carried-out", carrier: { number: 1 } });
  });

  it("begins no second run where the first cannot be found by its name", async () => {
    const { github, publish } = set();
    github.tellsId = false;
    github.onDispatch = (run) => github.set(run.id, { title: "renamed by a person" });
    expect(await publish()).toMatchObject({
      kind: "obstructed",
      obstacle: { code: "NAMELESS", place: { defaultBranch: "main" } },
    });
    expect(github.dispatched).toHaveLength(1);
  });

  it("asks again where Actions does not know a new file yet", async () => {
    const { github, publish, goWell } = set();
    await goWell();
    const unknown = () => new GitHubError("NOT_FOUND", "start the workflow", "Not Found", 404);
    github.refusals.push(unknown(), unknown());
    expect(await publish()).toMatchObject({ kind: "carried-out" });
    github.refusals.push(...Array.from({ length: 6 }, unknown));
    expect(await publish({ run: "another" })).toMatchObject({
      kind: "obstructed",
      obstacle: { code: "ACTIONS_DISABLED" },
    });
  });

  it("asks for the workflow where there is none, and starts nothing", async () => {
    const { github, publish } = set();
    github.file = undefined;
    expect(await publish()).toMatchObject({
      kind: "obstructed",
      obstacle: {
        code: "WORKFLOW_MISSING",
        place: { defaultBranch: "main" },
        path: ".github/workflows/ghcr-mirror.yml",
        text: workflowText(ACTION),
      },
    });
    expect(github.dispatched).toEqual([]);
  });

  it("works with an old workflow that GitHub starts, and says that there is a newer one", async () => {
    const { github, publish, goWell } = set();
    await goWell();
    github.file = "name: ghcr-mirror\n";
    expect(await publish()).toMatchObject({
      kind: "carried-out",
      notices: [{ kind: "workflow-outdated", found: "name: ghcr-mirror\n", text: workflowText(ACTION) }],
    });
  });

  it("forgets a start that was refused, so that the next try asks anew", async () => {
    const { github, dispatches, publish } = set();
    github.refusals.push(
      new GitHubError("REFUSED", "start the workflow", "Resource not accessible by integration", 403),
    );
    expect(await publish()).toMatchObject({ obstacle: { code: "NOT_PERMITTED" } });
    expect(await dispatches.of(RUN, MIRRORS)).toBeUndefined();
  });

  it("leaves to the queue what may pass", async () => {
    const { github, publish } = set();
    github.refusals.push(new GitHubError("UNAVAILABLE", "start the workflow", "Bad Gateway", 502));
    await expect(publish()).rejects.toThrow("Bad Gateway");
  });

  it("leaves to the queue where the default branch got another name just now", async () => {
    const { github, dispatches, publish } = set();
    github.refusals.push(new GitHubError("INVALID", "start the workflow", "No ref found for: main", 422));
    await expect(publish()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(await dispatches.of(RUN, MIRRORS)).toBeUndefined();
  });

  it("takes the result of a run that a person re-ran, which still has the id of the order before", async () => {
    const { github, dispatches, publish, goWell } = set();
    await goWell();
    const { id } = github.begin(`ghcr-mirror ${RUN}`);
    await dispatches.begin("another", MIRRORS);
    await dispatches.attach("another", MIRRORS, id);
    expect(await publish({ run: "another" })).toMatchObject({ kind: "carried-out", report: REPORT });
  });

  it("cancels the workflow when nobody wants it any longer", async () => {
    const { github, unwanted, publish } = set();
    github.onLook = (_, look) => {
      if (look === 2) unwanted.abort();
    };
    expect(await publish()).toEqual({ kind: "unwanted" });
    expect(github.canceled).toEqual([1001]);
  });

  it("lets go, and of nothing else, when the process stops", async () => {
    const { github, stopping, dispatches, publish } = set();
    github.onLook = (_, look) => {
      if (look === 2) stopping.abort(new Error("the process is stopping"));
    };
    await expect(publish()).rejects.toThrow("the process is stopping");
    expect(github.canceled).toEqual([]);
    expect(await dispatches.of(RUN, MIRRORS)).toMatchObject({ workflowRun: 1001 });
  });

  it("looks less and less often when no webhook comes: 23 times in the first hour and a half", async () => {
    const { github, clock, publish } = set();
    const begin = clock.now();
    github.onLook = ({ id }) => {
      if (clock.now() - begin > 90 * 60_000) github.set(id, { status: "completed", conclusion: "cancelled" });
    };
    expect(await publish()).toMatchObject({ obstacle: { code: "CANCELLED" } });
    expect(github.looks).toBe(23);
  });

  it.each([
    ["waits for approval", { status: "waiting" }, "WAITS_FOR_APPROVAL"],
    ["is cancelled", { status: "completed", conclusion: "cancelled" }, "CANCELLED"],
    ["times out", { status: "completed", conclusion: "timed_out" }, "TIMED_OUT"],
    ["is no workflow", { status: "completed", conclusion: "startup_failure" }, "NOT_STARTED"],
    ["leaves nothing", { status: "completed", conclusion: "success" }, "NO_RESULT"],
  ])("tells of a run that %s", async (_, change, code) => {
    const { github, publish } = set();
    github.onLook = ({ id }) => github.set(id, change);
    expect(await publish()).toMatchObject({ kind: "obstructed", obstacle: { code } });
  });

  it("tells GitHub's reason where no step was begun", async () => {
    const { github, publish } = set();
    const words = "The job was not started because your spending limit needs to be increased.";
    github.jobs = [
      {
        id: 5,
        name: "mirror",
        status: "completed",
        conclusion: "failure",
        begunSteps: 0,
        checkRun: 6,
        url: "",
      },
    ];
    github.remarks = [words];
    github.onLook = ({ id }) => github.set(id, { status: "completed", conclusion: "failure" });
    expect(await publish()).toMatchObject({ obstacle: { code: "NOT_STARTED", words: [words] } });
  });

  it("tells of a run that was deleted, and asks anew the next time", async () => {
    const { github, dispatches, publish } = set();
    github.onLook = () => github.runs.splice(0);
    expect(await publish()).toMatchObject({ obstacle: { code: "DELETED" } });
    expect(await dispatches.of(RUN, MIRRORS)).toBeUndefined();
  });

  it("waits for a run that not all of GitHub knows yet", async () => {
    const { github, phases, publish } = set();
    await github.leave("ghcr-mirror-1-0", { version: 1, run: RUN, part: 0, parts: 1, report: REPORT });
    github.missedLooks = 2;
    github.onLook = ({ id }) => github.set(id, { status: "completed", conclusion: "success" });
    expect(await publish()).toMatchObject({ kind: "carried-out" });
    expect(phases).toEqual(["starting", "collecting"]);
  });

  it("takes no more from all parts together than is good for the process", async () => {
    const { github, publish } = set();
    const blanks = " ".repeat(25_000_000);
    for (const part of [0, 1, 2]) {
      const result = { version: 1, run: RUN, part, parts: 3, report: REPORT };
      await github.leaveText(`ghcr-mirror-1-${part}`, blanks + JSON.stringify(result));
    }
    github.onLook = ({ id }) => github.set(id, { status: "completed", conclusion: "success" });
    expect(await publish()).toMatchObject({
      obstacle: { code: "NO_RESULT", words: [expect.stringMatching(/“ghcr-mirror-1-2” .* is larger than/)] },
    });
  });

  const good = { version: 1, run: RUN, part: 0, parts: 1, report: REPORT };
  it.each<[string, (github: SmallActions) => Promise<void> | void, RegExp]>([
    ["is not there", () => {}, /“ghcr-mirror-1-0” is not there/],
    ["is another file", (github) => github.leave("ghcr-mirror-1-0", good, "x.json"), /no result\.json/],
    ["was truncated", (github) => github.leaveBytes("ghcr-mirror-1-0", Buffer.from("PK\x03\x04")), /no ZIP/],
    ["is too large", (github) => github.leaveBytes("ghcr-mirror-1-0", Buffer.alloc(9_000_000)), /too large/],
    ["is of another run", (github) => github.leave("ghcr-mirror-1-0", { ...good, run: "x" }), /another run/],
    [
      "is of another part",
      (github) => github.leave("ghcr-mirror-1-0", { ...good, part: 1, parts: 2 }),
      /another part/,
    ],
    [
      "names images of others",
      (github) =>
        github.leave("ghcr-mirror-1-0", {
          ...good,
          report: report([image({ destination: "ghcr.io/other/x:1" })]),
        }),
      /not below ghcr\.io\/acme/,
    ],
    [
      "lacks a part",
      (github) => github.leave("ghcr-mirror-1-0", { ...good, parts: 2 }),
      /“ghcr-mirror-1-1” is not there/,
    ],
  ])("says why, where the result %s", async (_, leave, words) => {
    const { github, publish } = set();
    await leave(github);
    github.onLook = ({ id }) => github.set(id, { status: "completed", conclusion: "success" });
    expect(await publish()).toMatchObject({
      obstacle: { code: "NO_RESULT", conclusion: "success", words: [expect.stringMatching(words)] },
    });
  });

  it("does not take what an earlier attempt has left for that of one which did not begin", async () => {
    const { github, publish } = set();
    await github.leave("ghcr-mirror-1-0", good);
    github.onLook = ({ id }) => github.set(id, { status: "completed", conclusion: "cancelled", attempt: 2 });
    expect(await publish()).toMatchObject({ kind: "obstructed", obstacle: { code: "CANCELLED" } });
  });

  it.each([
    ["while it is followed", "look"],
    ["while its result is fetched", "fetch"],
  ])(
    "waits for the attempt that a person has begun %s, though GitHub shows the one before for a moment",
    async (_, when) => {
      const { github, dispatches, publish } = set();
      const leave = (attempt: number, name: string) =>
        github.leave(`ghcr-mirror-${attempt}-0`, {
          ...good,
          report: report([image({ destination: `ghcr.io/acme/${name}:1` })]),
        });
      await leave(1, "first");
      await leave(2, "second");
      let fetches = 0;
      github.onFetch = () => {
        fetches += 1;
        if (when === "fetch") dispatches.raise(RUN, 2);
      };
      github.onLook = (run, look) => {
        if (look === 1 && when === "look") dispatches.raise(RUN, 2);
        if (look === 2) github.set(run.id, { status: "completed", conclusion: "failure" });
        if (look === 6) github.set(run.id, { status: "completed", conclusion: "success", attempt: 2 });
      };
      expect(await publish()).toMatchObject({
        report: { images: [{ destination: "ghcr.io/acme/second:1" }] },
      });
      expect([github.looks, fetches]).toEqual([6, when === "fetch" ? 2 : 1]);
    },
  );

  it("joins the parts, and takes those of an earlier attempt that were not repeated", async () => {
    const { github, publish } = set();
    const [first, second] = ["a", "b"].map((name) => image({ destination: `ghcr.io/acme/${name}:1` }));
    const partOf = (part: number, images = [first]) => ({
      version: 1,
      run: RUN,
      part,
      parts: 2,
      report: report(images.flatMap((each) => each ?? [])),
    });
    await github.leave("ghcr-mirror-1-0", partOf(0));
    await github.leave("ghcr-mirror-1-1", { ...partOf(1), run: "broken" });
    await github.leave("ghcr-mirror-2-1", partOf(1, [second]));
    github.onLook = ({ id }) => github.set(id, { status: "completed", conclusion: "success", attempt: 2 });
    expect(await publish()).toMatchObject({
      kind: "carried-out",
      report: { images: [{ destination: "ghcr.io/acme/a:1" }, { destination: "ghcr.io/acme/b:1" }] },
    });
  });
});
