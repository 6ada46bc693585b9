import type { InstallationGitHub, NewCheckRun, RepositoryFacts } from "../../../../src/github/github.ts";
import { GitHubError } from "../../../../src/github/github-error.ts";
import type { NewFile, PullRequest, Pulls } from "../../../../src/github/pulls.ts";
import type { Comment, Role, Thread, Threads } from "../../../../src/github/threads.ts";
import type { ButtonErrand, CommandErrand, Errand } from "../../../../src/jobs/errand.ts";
import type { PullAccount, ScheduledLook, WaitingImage } from "../../../../src/jobs/keeping-state.ts";
import type { ReconcileRequest } from "../../../../src/jobs/request.ts";
import type { Run } from "../../../../src/jobs/run.ts";
import type { JobContext, MirroredImage, State } from "../../../../src/jobs/state.ts";
import type { View } from "../../../../src/publish/look/look.ts";
import type { PlanOrder } from "../../../../src/publish/plan/planner.ts";
import { obeyButton } from "../../../../src/worker/errands/commands/obey-button.ts";
import { obeyComment } from "../../../../src/worker/errands/commands/obey-comment.ts";
import type { WorkerParts } from "../../../../src/worker/parts.ts";
import { digest, image, report } from "../../../cli/reports.ts";
import { ManualClock } from "../../../jobs/manual-clock.ts";
import { type RecordingLog, recordingLog } from "../../recording-log.ts";

export const APP = 1234;
export const NOW = Date.UTC(2026, 10, 22, 14, 2, 3);
export const PLACE = { installation: 5, repository: { id: 7, owner: "acme", name: "mirrors" } } as const;
/** Commits. */
export const MAIN = "a".repeat(40);
export const HEAD = "4f2c1aa09b3d5e6f708192a3b4c5d6e7f8091a2b";
export const PUSHED = "9".repeat(40);
export const CONFIG = "version: 1\nmirrors:\n  - docker.io/library/redis:7\n";
export const PROPOSED = `${CONFIG}  - source: docker.io/hashicorp/vault\n    tags: ["1.18", "1.17*"]\n`;

/** The pull request that these tests are in. */
export const PULL: PullRequest = {
  number: 12,
  title: "Mirror vault",
  url: "https://github.com/acme/mirrors/pull/12",
  isOpen: true,
  isDraft: false,
  isFork: false,
  author: "bob",
  head: HEAD,
  headBranch: "vault",
  base: MAIN,
  baseBranch: "main",
};

export const IMAGE: MirroredImage = {
  repository: 7,
  source: "docker.io/library/redis:7",
  destination: "ghcr.io/acme/redis:7",
  sourceDigest: digest("77ce"),
  destinationDigest: digest("77ce"),
  platforms: "all",
  firstSeen: new Date(0),
  lastVerified: new Date(NOW - 3_600_000),
};

export const CONTEXT: JobContext = {
  signal: new AbortController().signal,
  stopping: new AbortController().signal,
  aside: (wait) => wait(),
};

/** A repository where people talk to the bot, and what it did: in `log` all that is seen from outside, in order. */
export class Stand {
  readonly log: RecordingLog = recordingLog();
  /** Reactions, replies, check runs, files, branches, pull requests, runs and errands. */
  readonly deeds: string[] = [];
  readonly replies: (Comment & { readonly thread: number })[] = [];
  readonly checks: NewCheckRun[] = [];
  readonly files: NewFile[] = [];
  readonly requests: ReconcileRequest[] = [];
  readonly errands: Errand[] = [];
  readonly orders: PlanOrder[] = [];
  readonly confirmed: string[] = [];

  role: Role | Error = "admin";
  /** The config of each commit. */
  configs = new Map<string, string>([
    [MAIN, CONFIG],
    [HEAD, PROPOSED],
  ]);
  /** The policy of the organization. */
  policy: string | undefined;
  pulls: PullRequest[] = [PULL];
  branches = new Map<string, string>([["main", MAIN]]);
  issues: Thread[] = [];
  images: MirroredImage[] = [];
  looks: Pick<ScheduledLook, "schedule" | "dueAt">[] = [];
  waiting: Pick<WaitingImage, "until" | "source">[] = [];
  accounts: Omit<PullAccount, "taken" | "identity" | "seenAt">[] = [];
  /** Newest first. */
  runs: Run[] = [];
  open: Run[] = [];
  views = new Map<string, View>();
  isDeleted = false;
  isRepeated = false;
  isArchived = false;
  /** Thrown by what writes words. */
  refusal: Error | undefined;
  /** Thrown by writing a file. */
  conflict: Error | undefined;
  /** Changes the parts. */
  extra: Partial<WorkerParts> = {};

  /** Somebody comments on the pull request, or on an issue. */
  async comment(text: string, changes: Partial<CommandErrand> = {}): Promise<string[]> {
    const errand: CommandErrand = {
      kind: "command",
      ...PLACE,
      thread: 12,
      isPull: true,
      comment: 900,
      author: "ann",
      text,
      head: HEAD,
      ...changes,
    };
    this.deeds.splice(0);
    await obeyComment(this.parts, errand, "e1", CONTEXT);
    return this.deeds;
  }

  /** On the dashboard. */
  async onDashboard(text: string): Promise<string[]> {
    this.issues = [thread(3, true)];
    return await this.comment(text, { thread: 3, isPull: false, head: null });
  }

  async press(changes: Partial<ButtonErrand>): Promise<string[]> {
    const errand: ButtonErrand = {
      kind: "button",
      ...PLACE,
      button: "plan",
      checkRun: 41,
      check: "mirror / plan",
      externalId: "plan:12:x",
      head: HEAD,
      author: "ann",
      ...changes,
    };
    this.deeds.splice(0);
    await obeyButton(this.parts, errand, "e1", CONTEXT);
    return this.deeds;
  }

  /** What was said last, without its marker. */
  get said(): string {
    return (this.replies.at(-1)?.body ?? "").split("\n").slice(1).join("\n");
  }

  #say<T>(what: string, write: () => T): T {
    if (this.refusal) throw this.refusal;
    this.deeds.push(what);
    return write();
  }

  readonly #threads: Partial<Threads> = {
    thread: async (_, number) => this.issues.find((issue) => issue.number === number),
    comment: async (_, id) => (this.isDeleted ? undefined : { id, body: "" }),
    ownComments: (_, number) => this.#commentsOf(number),
    reply: async (_, number, body) =>
      this.#say(`reply #${number}`, () =>
        this.replies.push({ id: 1_000 + this.replies.length, thread: number, body }),
      ),
    react: async (_, comment, reaction) => this.#say(`${reaction} ${comment}`, () => {}),
  };

  async *#commentsOf(number: number) {
    for (const comment of this.replies) if (comment.thread === number) yield comment;
  }

  readonly #pulls: Pulls = {
    pull: async (_, number) => this.pulls.find((pull) => pull.number === number),
    ofBranch: async (_, branch) => this.pulls.find((pull) => pull.isOpen && pull.headBranch === branch),
    open: async (_, { title, body, head, base }) => {
      const number = 40 + this.pulls.length;
      const url = `https://github.com/acme/mirrors/pull/${number}`;
      const pull = { ...PULL, number, url, title, headBranch: head, baseBranch: base };
      this.pulls.push(pull);
      this.deeds.push(`open #${number} ${head} → ${base}: ${title}`);
      this.bodies.push(body);
      return pull;
    },
    mergeBase: async () => MAIN,
    branchHead: async (_, branch) => this.branches.get(branch),
    createBranch: async (_, branch, commit) => {
      this.branches.set(branch, commit);
      this.deeds.push(`branch ${branch}`);
    },
    writeFile: async (_, file) => {
      if (this.conflict) throw this.conflict;
      this.files.push(file);
      this.deeds.push(`write ${file.path} on ${file.branch}`);
      const commit = `${this.files.length}`.repeat(40);
      this.branches.set(file.branch, commit);
      this.configs.set(commit, file.text);
      return commit;
    },
  };
  readonly bodies: string[] = [];

  get parts(): WorkerParts {
    const github = {
      threads: this.#threads as Threads,
      pulls: this.#pulls,
      roleOf: async () => {
        if (this.role instanceof Error) throw this.role;
        return this.role;
      },
      repository: async ({ name }: { name: string }): Promise<Partial<RepositoryFacts> | undefined> =>
        name === ".github" && this.policy === undefined
          ? undefined
          : { url: "https://github.com/acme/mirrors", isArchived: this.isArchived, defaultBranch: "main" },
      defaultHead: async ({ name }: { name: string }) => (name === ".github" ? "f".repeat(40) : MAIN),
      listFolder: async (_: unknown, __: unknown, commit: string) => [
        ...(this.configs.has(commit) ? [{ name: "mirror.yml", kind: "file", sha: commit, size: 1 }] : []),
        ...(commit === "f".repeat(40) && this.policy !== undefined
          ? [{ name: "mirror-policy.yml", kind: "file", sha: commit, size: 1 }]
          : []),
      ],
      readBlob: async (_: unknown, sha: string) =>
        Buffer.from(sha === "f".repeat(40) ? (this.policy ?? "") : (this.configs.get(sha) ?? "")),
      findCheckRun: async () => undefined,
      createCheckRun: async (_: unknown, check: NewCheckRun) => {
        this.deeds.push(`check ${check.name} ${check.conclusion}`);
        return this.checks.push(check);
      },
    } as unknown as InstallationGitHub;
    return {
      github: { installation: () => github } as unknown as WorkerParts["github"],
      state: this.#state as State,
      appId: APP,
      clock: new ManualClock(NOW),
      log: this.log,
      registry: "ghcr.io",
      mode: "auto",
      action: "ghcr-mirror/ghcr-mirror@v1",
      slots: 4,
      publisherOf: () => {
        throw new Error("nothing is published by a command itself");
      },
      look: async (claims) =>
        new Map(claims.map(({ destination }) => [destination, this.views.get(destination) ?? "same"])),
      planner: {
        plan: async (order) => {
          this.orders.push(order);
          const planned = image({ result: "planned" });
          return {
            report: report([planned], { copied: 1, bytes: planned.bytes }),
            unsurveyed: 0,
            believed: 0,
            budgets: [],
          };
        },
      },
      ...this.extra,
    };
  }

  get #state(): Partial<State> {
    const { deeds } = this;
    const applied = {
      repository: 7,
      place: PLACE,
      path: ".github/mirror.yml",
      commit: MAIN,
      configSha: MAIN,
    };
    return {
      configs: {
        of: async () =>
          this.configs.has(MAIN) ? { ...applied, run: "r", appliedAt: new Date(NOW) } : undefined,
      } as unknown as State["configs"],
      errands: { isRepeated: async () => this.isRepeated } as unknown as State["errands"],
      images: {
        of: async () => this.images,
        confirm: async (_: number, destination: string) => void this.confirmed.push(destination),
      } as unknown as State["images"],
      drifts: { of: async () => [] } as unknown as State["drifts"],
      schedules: { of: async () => this.looks } as unknown as State["schedules"],
      audit: { of: async () => [] } as unknown as State["audit"],
      waiting: {
        of: async () => this.waiting,
        drop: async () => this.waiting.splice(0).length,
      } as unknown as State["waiting"],
      ledger: {
        accounts: async () => this.accounts.map((one) => ({ ...one, identity: "0123456789ab" })),
      } as unknown as State["ledger"],
      verdicts: { forget: async () => void deeds.push("forget verdicts") } as unknown as State["verdicts"],
      runs: {
        find: async (id: string) => this.runs.find((run) => run.id === id),
        latest: async (_: number, pull: number | null) => this.runs.filter((run) => run.pull === pull),
        open: async () => this.open,
        cancel: async (_: number, pull: number | null, by: string) => {
          const cancelled = this.open.filter((run) => run.pull === pull);
          if (cancelled.length > 0) deeds.push(`cancel ${pull ?? "default branch"} by ${by}`);
          return cancelled;
        },
      } as unknown as State["runs"],
      intake: {
        accept: async () => "accepted",
        request: async (requests) => {
          this.requests.push(...requests);
          deeds.push("request");
        },
        send: async (errands) => {
          this.errands.push(...errands);
          deeds.push("send");
        },
      },
    };
  }
}

/** An issue, perhaps of ours. */
export function thread(number: number, isOwn: boolean): Thread {
  const url = `https://github.com/acme/mirrors/issues/${number}`;
  return { number, title: "", body: "", isOpen: true, isPull: false, isOwn, url };
}

/** A conversation that is locked. */
export const LOCKED = new GitHubError(
  "REFUSED",
  "create a comment",
  "Unable to create comment because issue is locked.",
  403,
);
