import type { Config } from "../config/config.ts";
import { outsideNamespace } from "../config/outside-namespace.ts";
import { parseConfig } from "../config/parse-config.ts";
import { formatProblem } from "../config/problem.ts";
import { count } from "../text/count.ts";
import { type FetchOptions, fetchConfig } from "./fetch-config.ts";
import { JobError } from "./job-error.ts";
import type { Task } from "./read-task.ts";

/** What a job is to carry out of a config, checked once more. Throws {@link JobError}. */
export async function loadConfig(task: Task, options: FetchOptions): Promise<Config> {
  const parsed = parseConfig(await fetchConfig(task, options));
  const config = parsed.config && {
    ...parsed.config,
    entries: parsed.config.entries.filter((_, at) => !task.skip.includes(at)),
  };
  const problems = config ? outsideNamespace(config, task) : parsed.problems;
  if (config && problems.length === 0) return config;
  const lines = problems.map((problem) => formatProblem(task.config, problem));
  throw new JobError("CONFIG_INVALID", `${count(problems.length, "problem")} in ${task.config}`, lines);
}
