import type { Contexts } from "../evaluate.ts";
import type { JobScene } from "./job-scene.ts";

/** What of the context `github` steps have in their environment, too. */
const EXPORTED = [
  "action_path",
  "action_ref",
  "action_repository",
  "actor",
  "actor_id",
  "api_url",
  "event_name",
  "event_path",
  "graphql_url",
  "job",
  "ref",
  "ref_name",
  "ref_protected",
  "ref_type",
  "repository",
  "repository_id",
  "repository_owner",
  "repository_owner_id",
  "retention_days",
  "run_attempt",
  "run_id",
  "run_number",
  "server_url",
  "sha",
  "triggering_actor",
  "workflow",
  "workflow_ref",
  "workflow_sha",
  "workspace",
];

const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/**
 * The environment of a step: nothing of the sandbox's own process, what the machine and the workflow say, and over all of it what
 * GitHub sets. https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 */
export function stepVariables(
  contexts: Contexts,
  env: Readonly<Record<string, string>>,
  { job, machine, folders, paths }: Pick<JobScene, "job" | "machine" | "folders" | "paths">,
): Record<string, string> {
  const { variables } = machine;
  return {
    HOME: folders.home,
    LANG: "C.UTF-8",
    ...(typeof variables === "function" ? variables(job) : variables),
    ...env,
    PATH: [...paths, machine.node, ...SYSTEM_PATH].join(":"),
    CI: "true",
    GITHUB_ACTIONS: "true",
    ...prefixed("GITHUB", contexts["github"], EXPORTED),
    ...prefixed("RUNNER", contexts["runner"]),
  };
}

function prefixed(prefix: string, context: unknown, names?: readonly string[]): Record<string, string> {
  const entries = Object.entries(context ?? {}).filter(([name]) => names?.includes(name) ?? true);
  return Object.fromEntries(
    entries.map(([name, value]) => [`${prefix}_${name.toUpperCase()}`, String(value)]),
  );
}
