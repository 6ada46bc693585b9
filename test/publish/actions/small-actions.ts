import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import type {
  Actions,
  Artifact,
  WorkflowDispatch,
  WorkflowJob,
  WorkflowRun,
} from "../../../src/github/actions.ts";
import type { GitHub, InstallationGitHub } from "../../../src/github/github.ts";
import { GitHubError } from "../../../src/github/github-error.ts";

/** A GitHub with one repository and its workflow. What it does, a test says; what it was asked, it remembers. */
export class SmallActions {
  /** What the workflow's file says; undefined: there is none. */
  file: string | undefined;
  readonly dispatched: WorkflowDispatch[] = [];
  readonly canceled: number[] = [];
  readonly runs: WorkflowRun[] = [];
  jobs: WorkflowJob[] = [];
  remarks: string[] = [];
  readonly artifacts: (Artifact & { readonly content: Buffer })[] = [];
  /** How often a run was looked at. */
  looks = 0;
  /** The first looks at a run that do not find it. */
  missedLooks = 0;
  /** How often runs were searched. */
  searches = 0;
  /** Called at each search, before it is answered. */
  onSearch: (search: number) => unknown = () => {};
  /** Thrown by the next dispatches, one each. */
  readonly refusals: GitHubError[] = [];
  /** Whether a dispatch tells the id of its run. */
  tellsId = true;
  /** Called when a run was begun. */
  onDispatch: (run: WorkflowRun) => void = () => {};
  /** Called when an artifact is fetched, before it is. */
  onFetch: () => void = () => {};
  /** Called at each look, before it is answered. */
  onLook: (run: WorkflowRun, look: number) => void = () => {};

  /** Changes how a run stands. */
  set(id: number, change: Partial<WorkflowRun>): void {
    const at = this.runs.findIndex((run) => run.id === id);
    const run = this.runs[at];
    if (run) this.runs[at] = { ...run, ...change };
  }

  /** An artifact with one file, of JSON. */
  async leave(name: string, content: unknown, file?: string): Promise<void> {
    await this.leaveText(name, JSON.stringify(content), file);
  }

  async leaveText(name: string, content: string, file = "result.json"): Promise<void> {
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from(content), file);
    zip.end();
    this.leaveBytes(name, await buffer(zip.outputStream));
  }

  leaveBytes(name: string, content: Buffer): void {
    this.artifacts.push({ id: this.artifacts.length + 1, name, size: content.length, content });
  }

  begin(title: string): WorkflowRun {
    const number = this.runs.length + 1;
    const run: WorkflowRun = {
      id: 1000 + number,
      number,
      attempt: 1,
      status: "queued",
      conclusion: null,
      title,
      url: `https://github.com/acme/mirrors/actions/runs/${1000 + number}`,
      askedAt: new Date(0),
    };
    this.runs.push(run);
    return run;
  }

  get app(): GitHub {
    return { installation: () => this.#installation } as Partial<GitHub> as GitHub;
  }

  get #installation(): InstallationGitHub {
    const installation: Partial<InstallationGitHub> = {
      repository: async () => ({
        id: 42,
        owner: "acme",
        name: "mirrors",
        defaultBranch: "main",
        url: "https://github.com/acme/mirrors",
        isArchived: false,
        isPrivate: false,
      }),
      readFile: async () => this.file,
      actions: this.#actions,
    };
    return installation as InstallationGitHub;
  }

  get #actions(): Actions {
    return {
      workflow: async () => undefined,
      dispatch: async (_, dispatch) => {
        const refusal = this.refusals.shift();
        if (refusal) throw refusal;
        this.dispatched.push(dispatch);
        const run = this.begin(`ghcr-mirror ${dispatch.inputs["run"]}`);
        this.onDispatch(run);
        const { id } = run;
        return this.tellsId ? id : undefined;
      },
      findRun: async (_, { title }) => {
        this.searches += 1;
        this.onSearch(this.searches);
        return this.runs.find((run) => run.title.includes(title));
      },
      run: async (_, id) => {
        this.looks += 1;
        if (this.looks <= this.missedLooks) return undefined;
        const find = () => this.runs.find((run) => run.id === id);
        const run = find();
        if (run) this.onLook(run, this.looks);
        return find();
      },
      jobs: async () => this.jobs,
      remarks: async () => this.remarks,
      cancel: async (_, run) => {
        this.canceled.push(run);
      },
      artifacts: async () => this.artifacts,
      download: async (_, id, limit) => {
        this.onFetch();
        const found = this.artifacts.find((artifact) => artifact.id === id);
        if (!found) throw new GitHubError("NOT_FOUND", "download an artifact", "Not Found", 404);
        if (found.size > limit) throw new GitHubError("TOO_LARGE", "download an artifact", "too large");
        return found.content;
      },
    };
  }
}
