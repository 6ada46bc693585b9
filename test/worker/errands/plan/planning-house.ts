import { parsePolicy } from "../../../../src/config/policy/parse-policy.ts";
import type {
  CheckRunUpdate,
  FolderItem,
  GitHub,
  InstallationGitHub,
  NewCheckRun,
} from "../../../../src/github/github.ts";
import { GitHubError } from "../../../../src/github/github-error.ts";
import type { PullRequest } from "../../../../src/github/pulls.ts";
import type { Plan } from "../../../../src/jobs/conversation-state.ts";
import type { Errand, Place } from "../../../../src/jobs/errand.ts";
import type { ReconcileRequest } from "../../../../src/jobs/request.ts";
import type { AppliedConfig, JobContext, MirroredImage, State } from "../../../../src/jobs/state.ts";
import type { Digest } from "../../../../src/oci/digest.ts";
import { destinationOf } from "../../../../src/plan/destination.ts";
import type { Planned, Planner, PlanOrder } from "../../../../src/publish/plan/planner.ts";
import type { ImageReport } from "../../../../src/reconcile/report.ts";
import type { WorkerParts } from "../../../../src/worker/parts.ts";
import { reportOf } from "../../../github/report/render/plans.ts";
import { ManualClock } from "../../../jobs/manual-clock.ts";
import { recordingLog } from "../../recording-log.ts";

export const APP = 4711;
/** Full SHAs that say what they are. */
export const sha = (name: string) => Buffer.from(name).toString("hex").padEnd(40, "0").slice(0, 40);

/** A check run as it stands. */
export interface StandingCheck extends NewCheckRun {
  readonly id: number;
  readonly repository: string;
}

/** A comment, and who wrote it. */
export interface StandingComment {
  readonly id: number;
  readonly author: "us" | string;
  body: string;
}

/** A repository: files by commit, and where its default branch is. */
interface HousedRepository {
  readonly id: number;
  isPrivate: boolean;
  head: string;
  readonly commits: Map<string, Readonly<Record<string, string>>>;
}

/** A GitHub, a planner and a state that remember everything, for plans and policies. One installation for each owner. */
export class PlanningHouse {
  readonly clock = new ManualClock();
  readonly log = recordingLog();
  readonly repositories = new Map<string, HousedRepository>();
  readonly installations = new Map([
    ["acme", 5],
    ["other", 6],
  ]);
  readonly pulls = new Map<number, PullRequest>();
  readonly checks: StandingCheck[] = [];
  readonly comments: StandingComment[] = [];
  readonly orders: PlanOrder[] = [];
  readonly images: Omit<MirroredImage, "repository" | "firstSeen">[] = [];
  readonly plans = new Map<number, Plan>();
  readonly configs: AppliedConfig[] = [];
  readonly sent: Errand[] = [];
  readonly requested: ReconcileRequest[] = [];
  /** What was changed, in order. */
  readonly deeds: string[] = [];
  /** Commits that pull requests branched off. */
  mergeBase: string | undefined = sha("base");
  /** Thrown by what writes of this name. */
  readonly refusals = new Map<string, Error>();
  /** Held until it is resolved. */
  planning: Promise<void> = Promise.resolve();

  readonly context: JobContext = {
    signal: new AbortController().signal,
    stopping: new AbortController().signal,
    aside: (wait) => wait(),
  };

  /** A commit; `files` are below `.github`. It becomes the head of the default branch. */
  commit(repository: string, name: string, files: Readonly<Record<string, string>> = {}): string {
    const known = this.repositories.get(repository);
    const housed = known ?? {
      id: this.repositories.size + 1,
      isPrivate: false,
      head: "",
      commits: new Map(),
    };
    housed.commits.set(sha(name), files);
    housed.head = sha(name);
    this.repositories.set(repository, housed);
    return sha(name);
  }

  /** A pull request into `acme/mirrors`, whose default branch stays at `base`. */
  pull(
    files: Readonly<Record<string, string>>,
    changes: Partial<PullRequest> = {},
    repository = "acme/mirrors",
  ): PullRequest {
    const pull: PullRequest = {
      number: 12,
      title: "Add vault",
      url: "https://github.com/acme/mirrors/pull/12",
      isOpen: true,
      isDraft: false,
      isFork: false,
      author: "ada",
      head: sha("head"),
      headBranch: "vault",
      base: sha("base"),
      baseBranch: "main",
      ...changes,
    };
    const housed = this.#repository(repository);
    housed.commits.set(pull.head, files);
    this.pulls.set(pull.number, pull);
    return pull;
  }

  place(repository: string): Place {
    const [owner = "", name = ""] = repository.split("/");
    const installation = this.installations.get(owner) ?? 0;
    return { installation, repository: { id: this.#repository(repository).id, owner, name } };
  }

  /** That the config at the head of a repository is applied. */
  apply(repository: string): void {
    const { id, head, commits } = this.#repository(repository);
    const text = commits.get(head)?.["mirror.yml"] ?? "";
    const place = this.place(repository);
    const applied = { commit: head, configSha: blobOf(text), run: "", appliedAt: new Date(0) };
    this.configs.push({ repository: id, place, path: ".github/mirror.yml", ...applied });
  }

  get parts(): WorkerParts {
    const { clock, log } = this;
    const parts: Partial<WorkerParts> = {
      state: this.#state,
      github: this.#github,
      planner: this.#planner,
      appId: APP,
      clock,
      log,
      registry: "ghcr.io",
    };
    return parts as WorkerParts;
  }

  get #state(): State {
    const state = {
      plans: {
        of: async (_: number, pull: number) => this.plans.get(pull),
        put: async (plan: Plan) => {
          this.deeds.push(`remember ${plan.pull}`);
          this.plans.set(plan.pull, plan);
        },
        forget: async (_: number, pull: number) => {
          this.deeds.push(`forget ${pull}`);
          this.plans.delete(pull);
        },
        before: async (moment: Date) => [...this.plans.values()].filter((plan) => plan.computedAt < moment),
        ofRepository: async (id: number) =>
          [...this.plans.values()].filter((plan) => plan.place.repository.id === id),
      },
      images: { of: async () => this.images },
      configs: {
        of: async (id: number) => this.configs.find(({ repository }) => repository === id),
        ofInstallation: async (id: number) => this.configs.filter(({ place }) => place.installation === id),
      },
      intake: {
        send: async (errands: readonly Errand[]) => void this.sent.push(...errands),
        request: async (requests: readonly ReconcileRequest[]) => {
          this.deeds.push("request");
          this.requested.push(...requests);
        },
      },
    };
    return state as unknown as State;
  }

  /** What was brought before is as wanted; the rest is to be copied. */
  get #planner(): Planner {
    return {
      plan: async (order): Promise<Planned> => {
        this.orders.push(order);
        await this.planning;
        const place = { registry: "ghcr.io", owner: order.owner };
        const images = order.config.entries.flatMap((entry) =>
          entry.selection.flatMap((rule): ImageReport[] => {
            if (rule.kind !== "exact") return [];
            const { repository } = destinationOf(entry, place);
            const destination = `ghcr.io/${repository}:${rule.tag}`;
            const isThere = order.remembered.has(destination);
            return [
              {
                source: `${entry.source.registry}/${entry.source.repository}:${rule.tag}`,
                destination,
                action: isThere ? "up-to-date" : "copy",
                result: isThere ? "skipped" : "planned",
                sourceDigest: DIGEST,
                digest: DIGEST,
                previousDigest: isThere ? DIGEST : null,
                platforms: [],
                bytes: isThere ? 0 : 1_000_000,
                reason: "new at the destination",
                line: entry.position.line,
              },
            ];
          }),
        );
        return { report: reportOf(images), unsurveyed: 0, believed: 0, budgets: [] };
      },
    };
  }

  get #github(): GitHub {
    const github: Partial<GitHub> = {
      installationOf: async (owner) => this.installations.get(owner),
      installation: () => this.#installation,
    };
    return github as GitHub;
  }

  get #installation(): InstallationGitHub {
    const nameOf = ({ owner, name }: { owner: string; name: string }) => `${owner}/${name}`;
    const installation = {
      defaultHead: async (name) => this.repositories.get(nameOf(name))?.head,
      listFolder: async (name, _path, commit) => {
        const files = this.repositories.get(nameOf(name))?.commits.get(commit) ?? {};
        return Object.entries(files).map(
          ([file, text]): FolderItem => ({ name: file, kind: "file", sha: blobOf(text), size: text.length }),
        );
      },
      readBlob: async (name, blob) => {
        const texts = [...this.#repository(nameOf(name)).commits.values()].flatMap((files) =>
          Object.values(files),
        );
        const text = texts.find((one) => blobOf(one) === blob);
        if (text === undefined) throw new GitHubError("NOT_FOUND", "read a file", "Not Found", 404);
        return Buffer.from(text);
      },
      repository: async (name) => {
        const known = this.repositories.get(nameOf(name));
        if (!known) return undefined;
        const { id, isPrivate } = known;
        return { id, ...name, defaultBranch: "main", url: "", isArchived: false, isPrivate };
      },
      createCheckRun: async (name, check) => {
        this.#write("create", `${check.status} ${check.name}`);
        const id = this.checks.length + 1;
        this.checks.push({ ...check, id, repository: nameOf(name) });
        return id;
      },
      updateCheckRun: async (_name, id: number, update: CheckRunUpdate) => {
        this.#write("update", `${update.status} ${id}`);
        const at = this.checks.findIndex((check) => check.id === id);
        const check = this.checks[at];
        if (check) this.checks[at] = { ...check, ...update };
      },
      findCheckRun: async (_name, { name, commit, externalId }) =>
        this.checks.find(
          (check) => check.name === name && check.commit === commit && check.externalId === externalId,
        )?.id,
      pulls: {
        pull: async (_name, number) => this.pulls.get(number),
        mergeBase: async () => this.mergeBase,
      } as Partial<InstallationGitHub["pulls"]>,
      threads: {
        ownComments: async function* (this: void) {},
        editComment: async (_name, id, body) => {
          this.#write("edit", `comment ${id}`);
          const comment = this.comments.find((one) => one.id === id);
          if (comment) comment.body = body;
          return comment !== undefined;
        },
        reply: async (_name, _thread, body) => {
          this.#write("reply", "comment");
          const id = this.comments.length + 100;
          this.comments.push({ id, author: "us", body });
          return id;
        },
      } as Partial<InstallationGitHub["threads"]>,
    } as Partial<InstallationGitHub> as InstallationGitHub;
    const comments = this.comments;
    installation.threads.ownComments = async function* () {
      yield* comments.filter(({ author }) => author === "us");
    };
    return installation;
  }

  #write(kind: string, what: string): void {
    const refusal = this.refusals.get(kind);
    if (refusal) throw refusal;
    this.deeds.push(`${kind} ${what}`);
  }

  #repository(name: string): HousedRepository {
    const housed = this.repositories.get(name);
    if (!housed) throw new Error(`there is no ${name}`);
    return housed;
  }
}

/** A blob's id tells its text. */
function blobOf(text: string): string {
  return Buffer.from(text).toString("base64url");
}

const DIGEST: Digest = `sha256:${"77ce".repeat(16)}`;

/** A config of short entries. */
export function configOf(...images: readonly string[]): string {
  return ["version: 1", "mirrors:", ...images.map((image) => `  - ${image}`), ""].join("\n");
}

/** Fails where a test's own policy is wrong. */
export function policyOf(...lines: readonly string[]): string {
  const text = ["version: 1", ...lines, ""].join("\n");
  const { problems } = parsePolicy(text, "organization");
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return text;
}

export const refused = () =>
  new GitHubError("REFUSED", "create a comment", "Unable to create comment because issue is locked.", 403);
export const limited = () =>
  new GitHubError("RATE_LIMITED", "create a check run", "secondary rate limit", 403);
