import type { Happening } from "../world.ts";

/** What comes to an App unasked. https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const ALWAYS = new Set([
  "installation",
  "installation_repositories",
  "installation_target",
  "github_app_authorization",
  "ping",
]);

/** About an App's own checks, and for nobody else. */
const OWN_ACTIONS = new Set(["rerequested", "requested_action"]);

/** What must be granted besides, any one of the list; GitHub lets nobody subscribe without. Others go with permissions that every App here has. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  issue_comment: ["issues", "pull_requests"],
  issues: ["issues"],
  merge_group: ["merge_queues"],
  package: ["packages"],
  pull_request: ["pull_requests"],
  registry_package: ["packages"],
  workflow_job: ["actions"],
  workflow_run: ["actions"],
};

/** Whether the App hears of a happening. Who may write checks hears when its own are to be run again. */
export function isSubscribed(
  { event, payload }: Pick<Happening, "event" | "payload">,
  { events, permissions }: { events: readonly string[]; permissions: Readonly<Record<string, string>> },
): boolean {
  const needed = NEEDED[event];
  if (needed?.every((permission) => permissions[permission] === undefined)) return false;
  if (ALWAYS.has(event) || events.includes(event)) return true;
  const isCheck = event === "check_run" || event === "check_suite";
  return isCheck && permissions["checks"] === "write" && OWN_ACTIONS.has(String(payload["action"]));
}
