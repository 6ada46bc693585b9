import { keepRecent } from "../keep-recent.ts";
import { notFound } from "../refusal.ts";
import type { Repository } from "../repositories/repository.ts";
import type { Artifact } from "./artifact.ts";
import type { Job } from "./job.ts";
import { WORKFLOWS, type Workflow, type WorkflowState } from "./workflow.ts";
import type { WorkflowRun } from "./workflow-run.ts";

/** What people choose for the workflows of a repository. */
export interface ActionsSettings {
  isEnabled: boolean;
  /** What `GITHUB_TOKEN` may do where a workflow does not say what it needs. */
  defaultPermissions: "read" | "write";
  canApprovePullRequests: boolean;
  /** Whether runs wait until somebody approves of them. */
  needsApproval: boolean;
}

/** A workflow, and the text of its file on the default branch. */
export interface FoundWorkflow {
  readonly workflow: Workflow;
  readonly text: string;
}

/** GitHub Actions of one repository. */
export class RepositoryActions {
  readonly settings: ActionsSettings = {
    isEnabled: true,
    defaultPermissions: "read",
    canApprovePullRequests: false,
    needsApproval: false,
  };
  /** Oldest first. */
  readonly runs: WorkflowRun[] = [];
  readonly #repository: Repository;
  /** By path. */
  readonly #workflows = new Map<string, Workflow>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** By the name of its file or its id; undefined where the default branch has none such. */
  async find(idOrFile: string): Promise<FoundWorkflow | undefined> {
    const path = this.#pathOf(idOrFile);
    const { git, defaultBranch } = this.#repository;
    const head = git.branch(defaultBranch);
    const commit = head === undefined ? undefined : git.commits.get(head);
    if (path === undefined || !commit) return undefined;
    const text = await git.readText(commit, path);
    return text === undefined ? undefined : { workflow: this.#register(path), text };
  }

  /** Disables a workflow, or enables it: `ghcr-mirror.yml`. */
  setState(file: string, state: WorkflowState): void {
    this.#register(`${WORKFLOWS}/${file}`).state = state;
  }

  add(run: WorkflowRun): void {
    keepRecent(this.runs, run);
  }

  remove(run: WorkflowRun): void {
    this.runs.splice(this.runs.indexOf(run), 1);
  }

  /** Throws 404. */
  run(id: number): WorkflowRun {
    return found(this.runs.find((run) => run.id === id));
  }

  /** Throws 404. */
  job(id: number): Job {
    return found(this.runs.flatMap(({ allJobs }) => allJobs).find((job) => job.id === id));
  }

  /** An artifact with its run. Throws 404. */
  artifact(id: number): { readonly run: WorkflowRun; readonly artifact: Artifact } {
    const all = this.runs.flatMap((run) => run.artifacts.map((artifact) => ({ run, artifact })));
    return found(all.find(({ artifact }) => artifact.id === id));
  }

  #pathOf(idOrFile: string): string | undefined {
    if (/^\d+$/.test(idOrFile)) {
      return [...this.#workflows.values()].find(({ id }) => id === Number(idOrFile))?.path;
    }
    return /^[^/]+\.ya?ml$/.test(idOrFile) ? `${WORKFLOWS}/${idOrFile}` : undefined;
  }

  #register(path: string): Workflow {
    const { world } = this.#repository;
    const known = this.#workflows.get(path);
    if (known) return known;
    const workflow: Workflow = {
      id: world.nextId(),
      path,
      createdAt: world.now(),
      state: "active",
      lastNumber: 0,
    };
    this.#workflows.set(path, workflow);
    return workflow;
  }
}

function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw notFound();
  return thing;
}
