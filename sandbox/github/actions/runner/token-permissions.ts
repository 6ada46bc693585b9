import type { Permissions } from "../workflow-file.ts";

/** All that a workflow can ask for. */
const ALL = [
  "actions",
  "attestations",
  "checks",
  "contents",
  "deployments",
  "discussions",
  "issues",
  "packages",
  "pages",
  "pull-requests",
  "security-events",
  "statuses",
];

/**
 * What a job's `GITHUB_TOKEN` is to be allowed: what the job says, or else what its workflow says, and of both nothing that is not
 * named. Undefined where neither says anything: what the repository gives by default.
 */
export function tokenPermissions(
  ofWorkflow: Permissions | undefined,
  ofJob: Permissions | undefined,
): Readonly<Record<string, "read" | "write" | "none">> | undefined {
  const said = ofJob ?? ofWorkflow;
  if (said === "read-all") return Object.fromEntries(ALL.map((name) => [name, "read" as const]));
  if (said === "write-all") return Object.fromEntries(ALL.map((name) => [name, "write" as const]));
  return said;
}
