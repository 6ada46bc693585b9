import type { Access } from "../actor.ts";

/** All that a `GITHUB_TOKEN` can hold. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions */
const ALL = [
  "actions",
  "checks",
  "contents",
  "deployments",
  "discussions",
  "issues",
  "packages",
  "pages",
  "pull_requests",
  "statuses",
];

/** What the repository lets workflows do that do not say what they need: everything, or reading contents and packages. */
export function defaultPermissions(setting: "read" | "write"): Readonly<Record<string, Access>> {
  if (setting === "read") return { contents: "read", packages: "read" };
  return Object.fromEntries(ALL.map((name) => [name, "write" as const]));
}
