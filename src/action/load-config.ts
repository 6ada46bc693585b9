import type { Config } from "../config/config.ts";
import { outsideNamespace } from "../config/outside-namespace.ts";
import { parseConfig } from "../config/parse-config.ts";
import { formatProblem } from "../config/problem.ts";
import { count } from "../text/count.ts";
import { type FetchOptions, fetchConfig } from "./fetch-config.ts";
import { JobError } from "./job-error.ts";
import type { Task } from "./read-task.ts";

/** The config that a job is to carry out, checked once more. Throws {@link JobError}. */
export async function loadConfig(task: Task, options: FetchOptions): Promise<Config> {
  const parsed = parseConfig(await fetchConfig(task, options));
  const problems = parsed.config ? outsideNamespace(parsed.config, task) : parsed.problems;
  if (parsed.config && problems.length === 0) return parsed.config;
  const lines = problems.map((problem) => formatProblem(task.config, problem));
  throw new JobError("CONFIG_INVALID", `${count(problems.length, "problem")} in ${task.config}`, lines);
}
