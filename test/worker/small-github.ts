import type { Actions } from "../../src/github/actions.ts";
import type { CheckRunUpdate, GitHub, InstallationGitHub, NewCheckRun } from "../../src/github/github.ts";
import { SILENT } from "./silent-conversation.ts";

/** A check run as it stands there. */
export interface StandingCheckRun {
  readonly id: number;
  readonly commit: string;
  readonly externalId: string;
  status: string;
  conclusion: string | undefined;
}

/** A GitHub with one repository, whose commits hold a config each, or none. What it does wrong, a test says. */
export class SmallGitHub {
  /** The text of the config, by commit; its blob has the same name. */
  readonly configs = new Map<string, string>();
  /** The files in the folder of workflows, by commit. */
  readonly workflows = new Map<string, readonly string[]>();
  readonly checkRuns: StandingCheckRun[] = [];
  head: string | undefined;
  /** Called before a check run is changed; what it throws is GitHub's answer. */
  onUpdate: (id: number, update: CheckRunUpdate) => void = () => {};

  /** A commit at the head of the default branch. */
  push(commit: string, config: string): string {
    this.configs.set(commit, config);
    this.head = commit;
    return commit;
  }

  get unfinished(): readonly StandingCheckRun[] {
    return this.checkRuns.filter(({ status }) => status !== "completed");
  }

  get installation(): InstallationGitHub {
    return {
      ...SILENT,
      async *repositories() {},
      defaultHead: async () => this.head,
      listFolder: async (_, __, commit) => {
        const sha = this.configs.get(commit);
        const workflows = this.workflows.get(commit) ?? [];
        return [
          ...(sha === undefined
            ? []
            : [{ name: "mirror.yml", kind: "file", sha, size: sha.length } as const]),
          ...(workflows.length === 0
            ? []
            : [{ name: "workflows", kind: "dir", sha: workflows.join(), size: 0 } as const]),
        ];
      },
      readBlob: async (_, sha) => Buffer.from(sha),
      readFile: async (_, { path, ref }) =>
        this.workflows.get(ref)?.some((name) => path === `.github/workflows/${name}`)
          ? "on: push"
          : undefined,
      repository: async () => undefined,
      actions: {} as Actions,
      createCheckRun: async (_, { commit, externalId, status, conclusion }: NewCheckRun) => {
        const id = this.checkRuns.length + 1;
        this.checkRuns.push({ id, commit, externalId, status, conclusion });
        return id;
      },
      updateCheckRun: async (_, id, update) => {
        this.onUpdate(id, update);
        Object.assign(this.checkRuns[id - 1] ?? {}, update);
      },
      findCheckRun: async (_, { commit, externalId }) =>
        this.checkRuns.find((run) => run.commit === commit && run.externalId === externalId)?.id,
    };
  }

  get app(): GitHub {
    return { installation: () => this.installation } as Partial<GitHub> as GitHub;
  }
}
