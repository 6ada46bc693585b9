import { expect, it } from "vitest";
import { isSubscribed } from "../../../../sandbox/github/hooks/is-subscribed.ts";

const events = ["push", "workflow_run", "issue_comment", "merge_group", "registry_package"];

it.each([
  ["push", "", {}, true],
  ["issues", "opened", {}, false],
  ["ping", "", {}, true],
  ["workflow_run", "requested", { actions: "read" }, true],
  ["workflow_run", "requested", { checks: "write" }, false],
  ["issue_comment", "created", { issues: "write" }, true],
  ["issue_comment", "created", { pull_requests: "write" }, true],
  ["issue_comment", "created", {}, false],
  ["merge_group", "checks_requested", { merge_queues: "read" }, true],
  ["merge_group", "checks_requested", {}, false],
  ["registry_package", "published", { packages: "read" }, true],
  ["registry_package", "published", {}, false],
  ["workflow_job", "queued", { actions: "write" }, false],
  ["check_run", "rerequested", { checks: "write" }, true],
  ["check_run", "completed", { checks: "write" }, false],
  ["check_run", "rerequested", { checks: "read" }, false],
])("an App hears of %s %s with %j: %s", (event, action, permissions, expected) => {
  expect(isSubscribed({ event, payload: { action } }, { events, permissions })).toBe(expected);
});
