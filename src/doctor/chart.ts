import type { Config } from "../config/config.ts";
import type { RepositoryFacts } from "../github/github.ts";
import { once } from "../oci/once.ts";
import type { WorkflowPlace } from "../publish/obstacle.ts";
import { LARGEST_WORKFLOW, WORKFLOW_PATH } from "../workflow/workflow-file.ts";
import { type FoundConfig, findConfig } from "./find-config.ts";
import type { Instruments, LastRun, Patient } from "./instruments.ts";
import { OutOfSight } from "./out-of-sight.ts";
import { lookAtPackages, type PackageSight } from "./package-sight.ts";

/** What the checks of one examination look at. What several of them need is looked up once. */
export class Chart {
  readonly patient: Patient;
  readonly instruments: Instruments;
  readonly signal: AbortSignal;
  /** The repository; throws `OutOfSight` where it is out of reach. */
  readonly facts: () => Promise<RepositoryFacts>;
  /** The config on the default branch. */
  readonly foundConfig: () => Promise<FoundConfig>;
  /** The text of the workflow on the default branch; undefined: there is none. */
  readonly workflowText: () => Promise<string | undefined>;
  /** Whether the owner of the repository is an organization, as it is where nobody can tell. */
  readonly isOrganization: () => Promise<boolean>;
  /** What can be seen of the packages that the config writes; none where there is no config that can be read. */
  readonly packages: () => Promise<readonly PackageSight[]>;
  /** What the last run came to, for those to whom it is one piece of evidence among others; undefined where it cannot be seen. */
  readonly evidence: () => Promise<LastRun | undefined>;

  constructor(patient: Patient, instruments: Instruments, signal: AbortSignal) {
    this.patient = patient;
    this.instruments = instruments;
    this.signal = signal;
    const { repository } = patient;
    const { github } = instruments;
    this.facts = once(async () => (await github.repository(repository, signal)) ?? this.#refuse());
    this.foundConfig = once(async () => {
      const { defaultBranch } = await this.facts();
      return await findConfig((path, limit) =>
        github.readFile(repository, { path, ref: defaultBranch, limit }, signal),
      );
    });
    this.workflowText = once(async () => {
      const { defaultBranch } = await this.facts();
      const file = { path: WORKFLOW_PATH, ref: defaultBranch, limit: LARGEST_WORKFLOW };
      return await github.readFile(repository, file, signal);
    });
    this.isOrganization = once(
      async () => await instruments.settings.isOrganization(repository.owner, signal).catch(() => true),
    );
    this.packages = once(async () => await lookAtPackages(this));
    this.evidence = once(async () => {
      try {
        return await instruments.lastRun(repository, signal);
      } catch {
        return undefined;
      }
    });
  }

  /** The config, where there is one that can be read. */
  async config(): Promise<Config | undefined> {
    const found = await this.foundConfig();
    return found.kind === "read" ? found.parsed.config : undefined;
  }

  /** Where the workflow belongs. */
  async place(): Promise<WorkflowPlace> {
    const { url, defaultBranch } = await this.facts();
    return { repository: this.patient.repository, url, defaultBranch };
  }

  #refuse(): never {
    const { owner, name } = this.patient.repository;
    throw new OutOfSight(
      `\`${owner}/${name}\` does not exist, or is out of reach with this credential.`,
      "Check the name; install the App on it, or take a token that may read it.",
    );
  }
}
