import type { Access } from "../actor.ts";

/** One of the ways to be allowed an operation: a permission, and at least this access. */
export interface Need {
  readonly permission: string;
  readonly access: Access;
}

const read = (...permissions: string[]): Need[] =>
  permissions.map((permission) => ({ permission, access: "read" }));
const write = (...permissions: string[]): Need[] =>
  permissions.map((permission) => ({ permission, access: "write" }));

/**
 * What the token of an installation or of a job needs, any one of the list; an empty list needs only the token.
 * https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
 */
export const PERMISSION_NEEDS: Readonly<Record<string, readonly Need[]>> = {
  "actions/cancel-workflow-run": write("actions"),
  "actions/create-workflow-dispatch": write("actions"),
  "actions/download-artifact": read("actions"),
  "actions/get-artifact": read("actions"),
  "actions/get-github-actions-default-workflow-permissions-repository": read("administration"),
  "actions/get-github-actions-permissions-repository": read("administration"),
  "actions/get-job-for-workflow-run": read("actions"),
  "actions/get-workflow": read("actions"),
  "actions/get-workflow-run": read("actions"),
  "actions/list-jobs-for-workflow-run": read("actions"),
  "actions/list-workflow-run-artifacts": read("actions"),
  "actions/list-workflow-runs": read("actions"),
  "actions/re-run-workflow": write("actions"),
  "apps/list-repos-accessible-to-installation": [],
  "apps/revoke-installation-access-token": [],
  "checks/create": write("checks"),
  "checks/get": read("checks"),
  "checks/get-suite": read("checks"),
  "checks/list-annotations": read("checks"),
  "checks/list-for-ref": read("checks"),
  "checks/list-for-suite": read("checks"),
  "checks/rerequest-run": write("checks"),
  "checks/rerequest-suite": write("checks"),
  "checks/update": write("checks"),
  "git/create-blob": write("contents"),
  "git/create-commit": write("contents"),
  "git/create-ref": write("contents"),
  "git/create-tree": write("contents"),
  "git/delete-ref": write("contents"),
  "git/get-blob": read("contents"),
  "git/get-commit": read("contents"),
  "git/get-ref": read("contents"),
  "git/get-tree": read("contents"),
  "git/update-ref": write("contents"),
  "issues/create": write("issues"),
  "issues/create-comment": write("issues", "pull_requests"),
  "issues/get": read("issues", "pull_requests"),
  "issues/get-comment": read("issues", "pull_requests"),
  "issues/list-comments": read("issues", "pull_requests"),
  "issues/list-for-repo": read("issues", "pull_requests"),
  "issues/update": write("issues", "pull_requests"),
  "issues/update-comment": write("issues", "pull_requests"),
  "orgs/get": [],
  "packages/delete-package-version-for-org": write("packages"),
  "packages/delete-package-version-for-user": write("packages"),
  "packages/get-all-package-versions-for-package-owned-by-org": read("packages"),
  "packages/get-all-package-versions-for-package-owned-by-user": read("packages"),
  "packages/get-package-for-organization": read("packages"),
  "packages/get-package-for-user": read("packages"),
  "packages/get-package-version-for-organization": read("packages"),
  "packages/get-package-version-for-user": read("packages"),
  "packages/restore-package-version-for-org": write("packages"),
  "packages/restore-package-version-for-user": write("packages"),
  "pulls/create": write("pull_requests"),
  "pulls/get": read("pull_requests", "contents"),
  "pulls/list": read("pull_requests"),
  "pulls/list-files": read("pull_requests"),
  "rate-limit/get": [],
  "reactions/create-for-issue": write("issues", "pull_requests"),
  "reactions/create-for-issue-comment": write("issues", "pull_requests"),
  "repos/compare-commits": read("contents"),
  "repos/create-or-update-file-contents": write("contents"),
  "repos/delete-file": write("contents"),
  "repos/get": read("metadata"),
  "repos/get-branch": read("contents"),
  "repos/get-collaborator-permission-level": read("metadata"),
  "repos/get-commit": read("contents"),
  "repos/get-content": read("contents"),
  "repos/list-commits": read("contents"),
};

/** These take the App's own token, a JWT, and no other. */
export const APP_OPERATIONS: ReadonlySet<string> = new Set([
  "apps/create-installation-access-token",
  "apps/delete-installation",
  "apps/get-authenticated",
  "apps/get-installation",
  "apps/get-org-installation",
  "apps/get-repo-installation",
  "apps/get-user-installation",
  "apps/get-webhook-config-for-app",
  "apps/get-webhook-delivery",
  "apps/list-installations",
  "apps/list-webhook-deliveries",
  "apps/redeliver-webhook-delivery",
  "apps/suspend-installation",
  "apps/unsuspend-installation",
]);

/** These take nobody's. */
export const PUBLIC_OPERATIONS: ReadonlySet<string> = new Set([
  "apps/create-from-manifest",
  "rate-limit/get",
]);

/** From least to most. */
export const ACCESS_ORDER: readonly Access[] = ["read", "write", "admin"];

/** Whether a permission is held at least so far. */
export function isGranted(granted: Readonly<Record<string, Access>>, { permission, access }: Need): boolean {
  const held = granted[permission];
  return held !== undefined && ACCESS_ORDER.indexOf(held) >= ACCESS_ORDER.indexOf(access);
}
