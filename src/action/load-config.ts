import type { Config, Entry } from "../config/config.ts";
import { outsideNamespace } from "../config/outside-namespace.ts";
import { parseConfig } from "../config/parse-config.ts";
import { formatProblem } from "../config/problem.ts";
import { count } from "../text/count.ts";
import type { GitHubAccess } from "./ask-github.ts";
import { fetchConfig } from "./fetch-config.ts";
import { JobError } from "./job-error.ts";
import type { Task } from "./read-task.ts";

/** A config as a job is to take it. */
export interface LoadedConfig {
  /** What is to be carried out of it. */
  readonly config: Config;
  /** Its other entries: they are forbidden, or go elsewhere. */
  readonly skipped: readonly Entry[];
}

/** Loads what a job is to carry out of a config, and checks it once more. Throws {@link JobError}. */
export async function loadConfig(task: Task, access: GitHubAccess): Promise<LoadedConfig> {
  const parsed = parseConfig(await fetchConfig(task, access));
  const entries = parsed.config?.entries ?? [];
  const config = parsed.config && {
    ...parsed.config,
    entries: entries.filter((_, at) => !task.skip.includes(at)),
  };
  const problems = config ? outsideNamespace(config, task) : parsed.problems;
  if (config && problems.length === 0) {
    return { config, skipped: entries.filter((_, at) => task.skip.includes(at)) };
  }
  const lines = problems.map((problem) => formatProblem(task.config, problem));
  throw new JobError("CONFIG_INVALID", `${count(problems.length, "problem")} in ${task.config}`, lines);
}
