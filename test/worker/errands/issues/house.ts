import type { InstallationGitHub, RepositoryFacts, RepositoryName } from "../../../../src/github/github.ts";
import type { Comment, Role, Thread, ThreadChange, Threads } from "../../../../src/github/threads.ts";
import type { Drift, Trouble } from "../../../../src/jobs/conversation-state.ts";
import type { Errand } from "../../../../src/jobs/errand.ts";
import type { ReconcileRequest } from "../../../../src/jobs/request.ts";
import type { Run } from "../../../../src/jobs/run.ts";
import type { JobContext, MirroredImage, State } from "../../../../src/jobs/state.ts";
import type { WorkerParts } from "../../../../src/worker/parts.ts";
import { carriedByApp, digest, image, report } from "../../../cli/reports.ts";
import { ManualClock } from "../../../jobs/manual-clock.ts";
import { type RecordingLog, recordingLog } from "../../recording-log.ts";
import { runOf } from "../../runs.ts";

export const APP = 1234;
export const PLACE = { installation: 5, repository: { id: 7, owner: "acme", name: "mirrors" } } as const;
export const UPKEEP = { kind: "upkeep", ...PLACE } as const;
export const HOUR = 3_600_000;
export const NOW = Date.UTC(2026, 10, 22, 14, 2, 3);

const COMMIT = "4f2c1aa09b3d5e6f708192a3b4c5d6e7f8091a2b";

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A repository with a config, its issues as they stand, and what was done to them. What is not said is empty, and what goes wrong a test says. */
export class House {
  readonly clock = new ManualClock(NOW);
  readonly log: RecordingLog = recordingLog();
  /** The text of the applied config; undefined: there is none. */
  config: string | undefined =
    "version: 1\nmirrors: [docker.io/library/redis:7, docker.io/library/vault:1]\n";
  readonly blobs = new Map<string, string>();
  isArchived = false;
  role: Role | Error = "maintain";
  /** The text of the organization's policy; undefined: it has none. */
  policy: string | Error | undefined;
  readonly issues: Writable<Thread>[] = [];
  readonly comments: (Comment & { readonly thread: number })[] = [];
  /** What people would be mailed about, in order. */
  readonly notifications: string[] = [];
  /** All that was written. */
  readonly writes: string[] = [];
  /** Called before an issue is read: somebody else may do something there. */
  onRead: (thread: number) => void = () => {};
  /** Thrown by all that writes issues. */
  refusal: Error | undefined;

  trouble: Writable<Trouble> | undefined;
  drifts: Drift[] = [];
  images: MirroredImage[] = [];
  /** Newest first. */
  runs: Run[] = [];
  open: Run[] = [];
  readonly requests: ReconcileRequest[] = [];
  readonly errands: Errand[] = [];

  /** A run that was carried out, or never came so far. */
  end(images: Parameters<typeof report>[0] | undefined, changes: Partial<Run> = {}): void {
    const at = new Date(this.clock.now());
    const isBad = !images || images.some(({ result, action }) => result === "failed" || action === "blocked");
    this.runs.unshift(
      runOf({
        state: "concluded",
        commit: COMMIT,
        checkRun: 41 + this.runs.length,
        conclusion: isBad ? "failure" : "success",
        published: images ? carriedByApp(report(images, summaryOf(images))) : null,
        finishedAt: at,
        ...changes,
      }),
    );
    const isFailure = (changes.conclusion ?? (isBad ? "failure" : "success")) === "failure";
    this.#note(isFailure, at);
  }

  /** An issue that somebody has opened. */
  write(issue: Partial<Thread>): Writable<Thread> {
    const number = this.issues.length + 1;
    const written = {
      number,
      title: "",
      body: "",
      isOpen: true,
      isPull: false,
      isOwn: true,
      url: `https://github.com/acme/mirrors/issues/${number}`,
      ...issue,
    };
    this.issues.push(written);
    return written;
  }

  issue(number: number): Writable<Thread> {
    const found = this.issues.find((issue) => issue.number === number);
    if (!found) throw new Error(`there is no issue ${number}`);
    return found;
  }

  delete(number: number): void {
    const at = this.issues.findIndex((issue) => issue.number === number);
    this.issues.splice(at, 1);
  }

  #note(isFailure: boolean, since: Date): void {
    const { trouble } = this;
    const before = trouble ?? { place: PLACE, issue: null, toldAt: null, said: null };
    if (!isFailure) this.trouble = trouble?.issue ? { ...trouble, isOver: true } : undefined;
    else if (!trouble || trouble.isOver) this.trouble = { ...before, since, failures: 1, isOver: false };
    else this.trouble = { ...trouble, failures: trouble.failures + 1 };
  }

  readonly threads: Threads = {
    thread: async (_, number) => {
      this.onRead(number);
      const found = this.issues.find((issue) => issue.number === number);
      return found && { ...found };
    },
    own: (_) => this.#own(),
    open: async (_, { title, body }) => {
      const issue = this.#written(`open ${title}`, () => this.write({ title, body }));
      this.notifications.push(`opened #${issue.number}`);
      return issue.number;
    },
    edit: async (_, number, change: ThreadChange) => {
      const issue = this.issues.find((one) => one.number === number);
      if (!issue) return false;
      this.#written(`edit #${number}`, () => {
        if (change.isOpen !== undefined && change.isOpen !== issue.isOpen)
          this.notifications.push(`${change.isOpen ? "reopened" : "closed"} #${number}`);
        Object.assign(issue, change);
      });
      return true;
    },
    ownComments: (_, thread) => this.#commentsOf(thread),
    comment: async () => undefined,
    reply: async (_, thread, body) => {
      const id = this.comments.length + 1;
      this.#written(`comment #${thread}`, () => this.comments.push({ id, thread, body }));
      this.notifications.push(`commented #${thread}`);
      return id;
    },
    editComment: async () => false,
    react: async () => {},
  };

  #written<T>(what: string, write: () => T): T {
    if (this.refusal) throw this.refusal;
    this.writes.push(what);
    return write();
  }

  async *#own() {
    for (const issue of this.issues.toReversed()) if (issue.isOwn) yield { ...issue };
  }

  async *#commentsOf(thread: number) {
    for (const comment of this.comments) if (comment.thread === thread) yield comment;
  }

  get parts(): WorkerParts {
    const github = {
      threads: this.threads,
      repository: async (): Promise<Partial<RepositoryFacts>> => ({
        url: "https://github.com/acme/mirrors",
        isArchived: this.isArchived,
      }),
      listFolder: async ({ name }: RepositoryName, _: unknown, commit: string) => {
        if (this.policy instanceof Error) throw this.policy;
        if (name === ".github")
          return this.policy === undefined ? [] : [fileOf("mirror-policy.yml", "policy")];
        return this.config !== undefined && commit === COMMIT ? [fileOf("mirror.yml", "config")] : [];
      },
      readBlob: async (_: unknown, sha: string) => {
        const texts = { config: this.config, policy: `${this.policy}` };
        return Buffer.from(this.blobs.get(sha) ?? texts[sha as "config"] ?? "");
      },
      roleOf: async () => {
        if (this.role instanceof Error) throw this.role;
        return this.role;
      },
      defaultHead: async () => "head",
    } as unknown as InstallationGitHub;
    const parts: Partial<WorkerParts> = {
      github: { installation: () => github } as unknown as WorkerParts["github"],
      state: this.#state as State,
      appId: APP,
      clock: this.clock,
      log: this.log,
      registry: "ghcr.io",
    };
    return parts as WorkerParts;
  }

  get #state(): Partial<State> {
    const applied = {
      repository: 7,
      place: PLACE,
      path: ".github/mirror.yml",
      commit: COMMIT,
      configSha: "config",
      run: "r",
      appliedAt: new Date(NOW - HOUR),
    };
    return {
      configs: {
        of: async () => (this.config === undefined ? undefined : applied),
      } as unknown as State["configs"],
      runs: {
        latest: async (_: number, __: null, most: number) => this.runs.slice(0, most),
        open: async () => this.open,
      } as unknown as State["runs"],
      troubles: {
        of: async () => this.trouble && { ...this.trouble },
        note: async () => undefined,
        tell: async (_, told) => {
          if (this.trouble) Object.assign(this.trouble, told);
        },
        forget: async () => {
          this.trouble = undefined;
        },
        lasting: async () => [],
      },
      drifts: { of: async () => this.drifts } as unknown as State["drifts"],
      images: { of: async () => this.images } as unknown as State["images"],
      schedules: { of: async () => [] } as unknown as State["schedules"],
      audit: { of: async () => [] } as unknown as State["audit"],
      waiting: { of: async () => [] } as unknown as State["waiting"],
      ledger: { accounts: async () => [] } as unknown as State["ledger"],
      intake: {
        accept: async () => "accepted",
        request: async (requests) => void this.requests.push(...requests),
        send: async (errands) => void this.errands.push(...errands),
      },
    };
  }
}

function fileOf(name: string, sha: string) {
  return { name, kind: "file", sha, size: 1 } as const;
}

function summaryOf(images: Parameters<typeof report>[0]) {
  return {
    failed: images.filter(({ result }) => result === "failed").length,
    upToDate: images.filter(({ action, result }) => action === "up-to-date" && result !== "failed").length,
    copied: images.filter(({ action, result }) => action === "copy" && result === "done").length,
  };
}

/** That nothing stops a job. */
export const CONTEXT: JobContext = {
  signal: new AbortController().signal,
  stopping: new AbortController().signal,
  aside: (wait) => wait(),
};

export const redis = image({ action: "up-to-date", result: "skipped", digest: digest("77ce") });
export const vault = image({
  source: "docker.io/library/vault:1",
  destination: "ghcr.io/acme/vault:1",
  digest: digest("ab12"),
});
/** The same, which the registry does not take. */
export const badVault = image({
  source: "docker.io/library/vault:1",
  destination: "ghcr.io/acme/vault:1",
  result: "failed",
  digest: null,
  error: {
    code: "DENIED",
    side: "destination",
    message: "ghcr.io refused: permission_denied: write_package",
    remedy: "Let the repository write the package.",
  },
});
export const badRedis = image({
  result: "failed",
  digest: null,
  error: { code: "TIMEOUT", side: "source", message: "docker.io did not answer", remedy: "Run it again." },
});
